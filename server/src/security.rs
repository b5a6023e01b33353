//! What protects the service itself. So far: where it may connect to when a tenant names the address.
//!
//! May know `domain` alone, so that every feature above can use it.

pub mod guard;
pub mod names;
pub mod resolver;
