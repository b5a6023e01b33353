//! `/api/sessions…`

pub(in crate::http) mod create;
pub(in crate::http) mod delete;
pub(in crate::http) mod list;
pub(in crate::http) mod logout;
pub(in crate::http) mod restart;
pub(in crate::http) mod show;
pub(in crate::http) mod start;
pub(in crate::http) mod stop;
pub(in crate::http) mod update;
