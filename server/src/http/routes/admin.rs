//! What whoever runs the service says, with the master key, about tenants and anybody's keys.

pub(in crate::http) mod keys;
pub(in crate::http) mod tenants;
