//! A tenant's own keys and settings.

pub(in crate::http) mod keys;
pub(in crate::http) mod meta_apps;
pub(in crate::http) mod settings;
pub(in crate::http) mod signing_secret;
pub(in crate::http) mod texts;
