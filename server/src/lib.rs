//! The service: sessions, widget sessions, the pages and the API around them.
//!
//! The modules form layers: `domain`, `security`, `runtime`, `store`, then the features `sessions`, `webhooks` and
//! `account`, then `app`, `http`, `cli` and `dev`. `tests/layers.rs` holds the list and reads the `use` lines.

pub mod account;
pub mod app;
pub mod cli;
#[cfg(feature = "sandbox")]
pub mod dev;
pub mod domain;
pub mod http;
pub mod meta;
pub mod runtime;
pub mod security;
pub mod sessions;
pub mod store;
pub mod webhooks;
