//! `GET /widget/assets/…`: cached for ever, because the URL changes with the content.

use axum::extract::OriginalUri;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, header::ACCEPT_ENCODING};
use axum::response::{IntoResponse, Response};

use crate::http::error::{ApiError, ErrorCode};
use crate::http::pages::assets::ASSETS;

pub(in crate::http) async fn get(
    OriginalUri(uri): OriginalUri,
    asked: HeaderMap,
) -> Result<Response, ApiError> {
    let asset = ASSETS.get(uri.path()).ok_or(ErrorCode::NoSuchRoute)?;
    let accepted = asked
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let (bytes, encoding) = asset.best(accepted);
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Ok((headers, bytes.to_vec()).into_response())
}
