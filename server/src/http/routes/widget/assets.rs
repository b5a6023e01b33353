//! `GET /widget/assets/…`: cached for ever, because the URL changes with the content. `GET /widget/loader.js` and its
//! siblings: cached for an hour, because host pages name them.

use axum::extract::OriginalUri;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::ACCEPT_ENCODING};
use axum::response::{IntoResponse, Response};

use crate::http::error::{ApiError, ErrorCode};
use crate::http::pages::assets::{self, ASSETS, Asset};
use crate::http::pages::languages;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const FOR_AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

pub(in crate::http) async fn get(
    OriginalUri(uri): OriginalUri,
    asked: HeaderMap,
) -> Result<Response, ApiError> {
    let asset = ASSETS
        .get(uri.path())
        .or_else(|| languages::asset(uri.path()));
    let asset = asset.ok_or(ErrorCode::NoSuchRoute)?;
    Ok(response(asset, &asked, FOR_EVER).into_response())
}

/// Pages of every origin may load it, also as a module.
pub(in crate::http) async fn loader(
    OriginalUri(uri): OriginalUri,
    asked: HeaderMap,
) -> Result<Response, ApiError> {
    let name = uri.path().rsplit('/').next().unwrap_or_default();
    let asset = assets::loader(name).ok_or(ErrorCode::NoSuchRoute)?;
    let (mut headers, bytes) = response(asset, &asked, FOR_AN_HOUR);
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    let version = format!("W/\"{}\"", asset.hash());
    let is_known = asked
        .get(IF_NONE_MATCH)
        .is_some_and(|known| *known == version);
    headers.insert(
        ETAG,
        HeaderValue::try_from(version).expect("hexadecimal digits"),
    );
    if is_known {
        headers.remove(CONTENT_ENCODING);
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((headers, bytes).into_response())
}

fn response(asset: &Asset, asked: &HeaderMap, cached: HeaderValue) -> (HeaderMap, Vec<u8>) {
    let accepted = asked
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let (bytes, encoding) = asset.best(accepted);
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(CACHE_CONTROL, cached);
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    (headers, bytes.to_vec())
}
