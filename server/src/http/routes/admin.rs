//! What the operator does, with the master key, about tenants and all keys.

pub(in crate::http) mod keys;
pub(in crate::http) mod tenants;
