//! The HTTP API and the pages, built with axum. Imports neither SQL nor the engine.

pub mod connections;
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
mod static_file;
pub mod view;
