//! `/api/account/keys`: a key can access the keys whose scopes it has itself.

pub(in crate::http) mod create;
pub(in crate::http) mod delete;
pub(in crate::http) mod list;
pub(in crate::http) mod show;
pub(in crate::http) mod update;
