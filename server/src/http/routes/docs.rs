//! `GET /openapi.json`, and `GET /docs`: a page to read it and to try calls.
//!
//! API keys are entered in this page, so no page may frame it and it runs only its own scripts.

use std::sync::Arc;

use axum::Router;
use axum::http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum::routing::get;

use crate::app::App;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::Id;
use crate::http::pages::assets::Asset;
use crate::http::pages::explorer;
use crate::http::static_file::{self, Cached};

/// The routes that serve the finished document.
pub(in crate::http) fn router(document: String) -> Router<App> {
    let document = Arc::new(Asset::new("application/json", document));
    let document =
        async move |asked: HeaderMap| static_file::respond(&document, &asked, Cached::Never).await;
    Router::new()
        .route("/openapi.json", get(document))
        .route("/docs", get(page))
        .route("/docs/{file}", get(file))
}

async fn page(asked: HeaderMap) -> Response {
    let mut response = static_file::respond(&explorer::HTML, &asked, Cached::Never).await;
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(explorer::POLICY),
    );
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// They may change with the binary although their addresses stay the same.
async fn file(Id(name): Id<String>, asked: HeaderMap) -> Result<Response, ApiError> {
    let file = explorer::file(&name).ok_or(ErrorCode::NoSuchRoute)?;
    Ok(static_file::respond(file, &asked, Cached::ForAnHour).await)
}
