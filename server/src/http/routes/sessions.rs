//! `/api/sessions…`

pub(in crate::http) mod control;
pub(in crate::http) mod create;
pub(in crate::http) mod delete;
pub(in crate::http) mod list;
pub(in crate::http) mod logout;
pub(in crate::http) mod show;
pub(in crate::http) mod update;
