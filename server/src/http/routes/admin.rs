//! The operator's routes, with the master key: all tenants and all keys.

pub(in crate::http) mod keys;
pub(in crate::http) mod tenants;
