//! `/api/{session}/pair/…`

pub(in crate::http) mod qr;
