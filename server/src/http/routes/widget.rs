//! `/widget/…`: the widget's own routes.

pub(in crate::http) mod assets;
pub(in crate::http) mod cancel;
pub(in crate::http) mod connect;
pub(in crate::http) mod live;
pub(in crate::http) mod meta;
pub(in crate::http) mod move_link;
pub(in crate::http) mod phone;
pub(in crate::http) mod renew;
pub(in crate::http) mod signup;
pub(in crate::http) mod start;
