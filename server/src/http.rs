//! The HTTP API and the pages, built with axum. Imports neither SQL nor the engine.

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
