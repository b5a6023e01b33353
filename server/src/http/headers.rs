//! Response headers of pages and of private data.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

use super::error::{ApiError, internal};
use crate::http::pages::connect::Page;

/// A page that is not cached, sends no referrer, and has its own Content-Security-Policy.
pub(super) fn page(page: Page) -> Result<Response, ApiError> {
    let mut headers = HeaderMap::new();
    let policy = HeaderValue::from_str(&page.policy).map_err(|error| internal(&error))?;
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        "cross-origin-opener-policy",
        HeaderValue::from_static("same-origin-allow-popups"),
    );
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    Ok((headers, Html(page.html)).into_response())
}

pub(super) type Private = [(header::HeaderName, HeaderValue); 1];

/// For responses that contain a phone number or a code.
pub(super) const PRIVATE: Private = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
