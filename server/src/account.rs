//! What a tenant's backend and the operator do with keys and tenants: one file per thing.
//!
//! May not know: HTTP, vendors, the engine. A key never sees or touches a key that holds more than itself.

pub mod create_key;
pub mod create_tenant;
pub mod key_desk;
pub mod keys;
pub mod rotate_signing;
pub mod settings;
pub mod upkeep;
