//! The service: sessions, widget sessions, the pages and the API around them.
//!
//! Who may know whom: `domain` only the standard library and value types · `token`, `security` and `store` ← domain ·
//! `sessions` ← domain, security, store, hub, engine · `account` ← domain, token, store · `webhooks` ← domain,
//! security, store · `pages` ← domain, protocol · `http` ← sessions, account, webhooks, pages, protocol · `serve`,
//! `dev`, `doctor` and `cli` ← all. `tests/layers.rs` reads the `use` lines and keeps it so.

pub mod account;
pub mod app;
pub mod backup;
pub mod cli;
pub mod client;
pub mod clock;
pub mod config;
#[cfg(feature = "sandbox")]
pub mod dev;
pub mod doctor;
pub mod domain;
pub mod http;
pub mod hub;
pub mod ids;
pub mod limits;
pub mod metrics;
pub mod pages;
pub mod probe;
pub mod reach;
pub mod secrets;
pub mod security;
pub mod serve;
pub mod sessions;
pub mod store;
pub mod tasks;
pub mod telemetry;
pub mod token;
pub mod webhooks;
