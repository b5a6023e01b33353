//! `/api/webhooks`: which events a tenant receives, where, and the log of their delivery.

pub(in crate::http) mod create;
pub(in crate::http) mod delete;
pub(in crate::http) mod deliveries;
pub(in crate::http) mod list;
pub(in crate::http) mod replay;
pub(in crate::http) mod show;
pub(in crate::http) mod test;
pub(in crate::http) mod update;
mod view;
