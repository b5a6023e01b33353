//! The response with a file that is the same for everybody: in the smallest encoding that the client takes, or none
//! if the client has it already.

use std::sync::Arc;

use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::pages::assets::{Asset, Encoding};

/// How long a file is used without asking again.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cached {
    /// Its address changes with its content.
    ForEver,
    /// Its address stays, and host pages name it.
    ForAnHour,
    /// It is asked for each time, and sent if it has changed.
    Never,
}

impl Cached {
    fn value(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Cached::ForEver => "public, max-age=31536000, immutable",
            Cached::ForAnHour => "public, max-age=3600",
            Cached::Never => "no-cache",
        })
    }
}

/// The response to a request with the headers `asked`.
pub(super) async fn respond(asset: &Arc<Asset>, asked: &HeaderMap, cached: Cached) -> Response {
    // Weak, because the encodings differ in their bytes.
    let version = format!("W/\"{}\"", asset.hash());
    let mut headers = HeaderMap::new();
    headers.insert(CACHE_CONTROL, cached.value());
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(
        ETAG,
        HeaderValue::try_from(&version).expect("hexadecimal digits"),
    );
    if is_known(text(asked, &IF_NONE_MATCH), asset.hash()) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let encoding = Encoding::choose(text(asked, &ACCEPT_ENCODING));
    if let Some(name) = encoding.name() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    (headers, asset.encoded(encoding).await).into_response()
}

/// Whether `If-None-Match` names this version. Validators are compared without regard to their strength.
fn is_known(names: &str, hash: &str) -> bool {
    names.split(',').map(str::trim).any(|name| {
        let name = name.strip_prefix("W/").unwrap_or(name);
        name == "*" || name.strip_prefix('"').and_then(|it| it.strip_suffix('"')) == Some(hash)
    })
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_known_if_it_is_named() {
        for (names, known) in [
            ("", false),
            ("W/\"abc\"", true),
            ("\"abc\"", true),
            ("\"x\", W/\"abc\"", true),
            ("\"x\",\"abc\"", true),
            ("*", true),
            ("abc", false),
            ("W/\"abcd\"", false),
            ("\"ab", false),
        ] {
            assert_eq!(is_known(names, "abc"), known, "{names:?}");
        }
    }
}
