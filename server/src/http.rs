//! Everything axum. May know sessions, pages and protocol; may not know SQL or the engine.

mod error;
mod extract;
mod headers;
mod limits;
pub mod metrics;
mod openapi;
pub mod pages;
mod request_id;
pub mod router;
mod routes;
pub mod view;
