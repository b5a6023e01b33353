//! `GET /openapi.json`, and `GET /docs`: a page to read it and to try calls.
//!
//! API keys are entered in this page, so no page may frame it and it runs only its own scripts.

use axum::Router;
use axum::body::Bytes;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use crate::app::App;
use crate::http::error::{ApiError, ErrorCode, internal};
use crate::http::extract::Id;
use crate::http::pages::explorer;

/// The routes that serve the finished document.
pub(in crate::http) fn router(document: Bytes) -> Router<App> {
    Router::new()
        .route("/openapi.json", get(async move || json(document)))
        .route("/docs", get(page))
        .route("/docs/{file}", get(file))
}

fn json(document: Bytes) -> Response {
    let headers: [(HeaderName, &str); 2] = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, document).into_response()
}

async fn page() -> Response {
    let headers: [(HeaderName, &str); 4] = [
        (CONTENT_SECURITY_POLICY, explorer::POLICY),
        (CACHE_CONTROL, "no-cache"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, Html(explorer::PAGE)).into_response()
}

async fn file(Id(name): Id<String>) -> Result<Response, ApiError> {
    let file = explorer::file(&name).map_err(|error| internal(&error))?;
    let file = file.ok_or(ErrorCode::NoSuchRoute)?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(file.content_type)),
        // They may change with the binary although their URLs stay the same.
        (CACHE_CONTROL, HeaderValue::from_static("max-age=3600")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Ok((headers, file.bytes).into_response())
}
