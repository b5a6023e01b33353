//! `/api/webhooks`: webhooks and their delivery log.

pub(in crate::http) mod create;
pub(in crate::http) mod delete;
pub(in crate::http) mod deliveries;
pub(in crate::http) mod list;
pub(in crate::http) mod replay;
pub(in crate::http) mod show;
pub(in crate::http) mod test;
pub(in crate::http) mod update;
mod view;
