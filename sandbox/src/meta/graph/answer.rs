//! The answer to a request: JSON, a page, or a connection that is cut.

use std::io;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;

use super::Reply;

/// What a client gets of an answer whose connection is cut.
const CUT_LENGTH: &str = "1000";

pub(crate) enum Answer {
    Json(u16, Value),
    Html(u16),
    Cut,
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Answer {
        match reply {
            Ok(body) => Answer::Json(200, body),
            Err(error) => Answer::Json(error.status, error.body()),
        }
    }
}

impl Answer {
    /// The status, 0 for none.
    pub(super) fn status(&self) -> u16 {
        match self {
            Answer::Json(status, _) | Answer::Html(status) => *status,
            Answer::Cut => 0,
        }
    }

    /// A number of Graph's error, if this is one.
    pub(super) fn error_number(&self, name: &str) -> Option<u64> {
        match self {
            Answer::Json(_, body) => body["error"][name].as_u64(),
            Answer::Html(_) | Answer::Cut => None,
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Answer::Json(status, body) => json(status, body),
            Answer::Html(status) => (to_status(status), Html(ERROR_PAGE)).into_response(),
            Answer::Cut => cut(),
        }
    }
}

const ERROR_PAGE: &str = "<!DOCTYPE html><html><head><title>Error</title></head>\
     <body><h1>Sorry, something went wrong.</h1></body></html>";

fn json(status: u16, body: Value) -> Response {
    let challenge = authenticate(&body);
    let mut response = (to_status(status), Json(body)).into_response();
    if let Some(challenge) = challenge {
        let headers = response.headers_mut();
        headers.insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// Graph repeats an error in a header.
fn authenticate(body: &Value) -> Option<HeaderValue> {
    let error = body.get("error")?;
    let kind = match error["code"].as_u64()? {
        102 | 190 => "invalid_token",
        100 if error["error_subcode"].is_u64() => "invalid_code",
        _ => "invalid_request",
    };
    let message = error["message"].as_str()?.replace(['"', '\n'], "'");
    let text = format!("OAuth \"Facebook Platform\" \"{kind}\" \"{message}\"");
    HeaderValue::from_str(&text).ok()
}

/// Promises a body and ends the connection without one.
fn cut() -> Response {
    let error = Err::<Bytes, _>(io::Error::other("the sandbox cuts this connection"));
    let body = Body::from_stream(futures_util::stream::iter([error]));
    ([(header::CONTENT_LENGTH, CUT_LENGTH)], body).into_response()
}

fn to_status(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
