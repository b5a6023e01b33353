//! `GET /widget/assets/…`: cached for ever, because the URL changes with the content. `GET /widget/loader.js` and its
//! siblings: cached for an hour, because host pages name them.

use axum::extract::OriginalUri;
use axum::http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;

use crate::http::error::{ApiError, ErrorCode};
use crate::http::pages::assets::{self, ASSETS};
use crate::http::pages::languages;
use crate::http::static_file::{self, Cached};

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

pub(in crate::http) async fn get(
    OriginalUri(uri): OriginalUri,
    asked: HeaderMap,
) -> Result<Response, ApiError> {
    let asset = ASSETS
        .get(uri.path())
        .or_else(|| languages::asset(uri.path()));
    let asset = asset.ok_or(ErrorCode::NoSuchRoute)?;
    Ok(static_file::respond(asset, &asked, Cached::ForEver).await)
}

/// Pages of every origin may load it, also as a module.
pub(in crate::http) async fn loader(
    OriginalUri(uri): OriginalUri,
    asked: HeaderMap,
) -> Result<Response, ApiError> {
    let name = uri.path().rsplit('/').next().unwrap_or_default();
    let asset = assets::loader(name).ok_or(ErrorCode::NoSuchRoute)?;
    let mut response = static_file::respond(asset, &asked, Cached::ForAnHour).await;
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    Ok(response)
}
