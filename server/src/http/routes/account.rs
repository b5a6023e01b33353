//! What a tenant's backend says about its own keys and about itself.

pub(in crate::http) mod keys;
pub(in crate::http) mod settings;
pub(in crate::http) mod signing_secret;
