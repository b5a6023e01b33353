//! `/api/account/keys`: a key sees and touches those that hold nothing it does not hold itself.

pub(in crate::http) mod create;
pub(in crate::http) mod delete;
pub(in crate::http) mod list;
pub(in crate::http) mod show;
pub(in crate::http) mod update;
