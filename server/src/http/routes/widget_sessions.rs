//! `/api/widget/sessions…`

pub(in crate::http) mod create;
pub(in crate::http) mod revoke;
pub(in crate::http) mod show;
