//! `/api/{session}/pair/…`

pub(in crate::http) mod phone;
pub(in crate::http) mod qr;
