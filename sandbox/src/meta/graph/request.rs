//! A request to the Graph API: its path without the version, and its parameters from the query and the body.

use axum::body::to_bytes;
use axum::extract::{FromRequest as _, Query, Request};
use axum::http::{HeaderMap, Method, header};
use serde_json::{Map, Value};

use super::error::GraphError;
use crate::meta::hosts::Hosts;

const MAX_BODY: usize = 1 << 20;

type Params = Map<String, Value>;

pub(super) struct GraphRequest {
    pub(super) method: Method,
    /// As requested, with the version.
    pub(super) path: String,
    /// Without the version.
    pub(super) segments: Vec<String>,
    pub(super) query: Params,
    pub(super) body: Params,
    /// The token of the Authorization header.
    pub(super) bearer: Option<String>,
    /// The origin of the Graph API, for the addresses of further pages.
    pub(super) origin: String,
}

impl GraphRequest {
    /// Reads a request. A body that cannot be read is an empty one, as it is for Graph.
    pub(super) async fn read(request: Request) -> GraphRequest {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let headers = request.headers().clone();
        let query = Query::<Vec<(String, String)>>::try_from_uri(&uri);
        let query = query.map_or_else(|_| Params::new(), |Query(pairs)| params(pairs));
        GraphRequest {
            method,
            segments: segments(uri.path()),
            path: uri.path().to_owned(),
            query,
            body: read_body(request, &headers).await,
            bearer: bearer(&headers),
            origin: Hosts::of(&headers).graph,
        }
    }

    /// A parameter from the body or the query, as text.
    pub(super) fn param(&self, name: &str) -> Option<String> {
        let value = self.body.get(name).or_else(|| self.query.get(name))?;
        match value {
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        }
    }

    pub(super) fn required(&self, name: &str) -> Result<String, GraphError> {
        self.param(name).ok_or_else(|| GraphError::missing(name))
    }

    /// A parameter of the body that is an object, or null.
    pub(super) fn object(&self, name: &str) -> &Value {
        self.body.get(name).unwrap_or(&Value::Null)
    }

    /// The access token, wherever it was sent.
    pub(super) fn token(&self) -> Option<String> {
        self.bearer.clone().or_else(|| self.param("access_token"))
    }
}

fn segments(path: &str) -> Vec<String> {
    let mut segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if segments.first().is_some_and(|first| is_version(first)) {
        segments.remove(0);
    }
    segments.into_iter().map(str::to_owned).collect()
}

/// Such as `v25.0`.
fn is_version(text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.strip_prefix('v')
        .and_then(|version| version.split_once('.'))
        .is_some_and(|(major, minor)| is_number(major) && is_number(minor))
}

async fn read_body(request: Request, headers: &HeaderMap) -> Params {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("application/x-www-form-urlencoded") {
        let form = axum::Form::<Vec<(String, String)>>::from_request(request, &()).await;
        return form.map_or_else(|_| Params::new(), |form| params(form.0));
    }
    let bytes = to_bytes(request.into_body(), MAX_BODY).await;
    serde_json::from_slice(&bytes.unwrap_or_default()).unwrap_or_default()
}

fn params(pairs: Vec<(String, String)>) -> Params {
    let pairs = pairs.into_iter();
    pairs
        .map(|(name, value)| (name, Value::String(value)))
        .collect()
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let token = value
        .strip_prefix("Bearer ")
        .or_else(|| value.strip_prefix("OAuth "))?;
    Some(token.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_not_part_of_the_path() {
        assert_eq!(segments("/v25.0/1/register"), ["1", "register"]);
        assert_eq!(segments("/oauth/access_token"), ["oauth", "access_token"]);
        assert_eq!(segments("/v25/me"), ["v25", "me"]);
    }
}
