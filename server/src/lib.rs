//! The service: sessions, widget sessions, the pages and the API around them.
//!
//! Who may know whom: `domain` only the standard library and value types · `token` ← domain · `store` ← domain ·
//! `sessions` ← domain, store, hub, engine · `webhooks` ← domain, store · `pages` ← domain, protocol ·
//! `http` ← sessions, webhooks, pages, protocol · `serve` and `dev` ← all. `tests/layers.rs` reads the `use` lines and keeps it so.

pub mod app;
pub mod clock;
pub mod config;
#[cfg(feature = "sandbox")]
pub mod dev;
pub mod domain;
pub mod http;
pub mod hub;
pub mod ids;
pub mod pages;
pub mod secrets;
pub mod serve;
pub mod sessions;
pub mod store;
pub mod tasks;
pub mod telemetry;
pub mod token;
pub mod webhooks;
