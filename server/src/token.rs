//! Credentials we mint: the widget token and the API key. Both are signed, so that a forged one costs no
//! database read; both are verified before a single claim is believed.

pub mod api_key;
pub mod key;
pub mod master_key;
pub mod widget;
