//! The wire contract, said once: what the tenant's backend, the widget and the host page may rely on.
//!
//! Five conversations: [`api`] and [`webhooks`] (tenant backend ↔ service), [`events`] (service → tenant backend),
//! [`view`] (service → widget) and [`bridge`] (widget → host page). [`words`] names the sentences a person reads, and
//! `languages` has them. Knows no async, HTTP framework,
//! clock or secret, and compiles for wasm32; without the `serde` feature only names and plain types remain.

#[cfg(feature = "serde")]
pub mod api;
pub mod bridge;
#[cfg(feature = "serde")]
pub mod events;
#[cfg(feature = "languages")]
pub mod languages;
#[cfg(feature = "serde")]
mod patch;
#[cfg(feature = "serde")]
pub mod stats;
pub mod view;
#[cfg(feature = "serde")]
pub mod webhooks;
pub mod words;
