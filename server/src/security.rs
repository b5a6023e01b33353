//! What protects the service: the credentials it issues (widget tokens and API keys, signed so that a forged one costs
//! no database read), and the guard that checks where tenants may make it connect to.
//!
//! Imports `domain` alone, so that every feature can use it.

pub mod api_key;
pub mod guard;
pub mod host_resolver;
pub mod master_key;
pub mod resolver;
pub mod signing;
pub mod signup_state;
pub mod widget_token;
