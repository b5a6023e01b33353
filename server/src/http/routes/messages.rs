//! `/api/messages/…`

pub(in crate::http) mod send;
