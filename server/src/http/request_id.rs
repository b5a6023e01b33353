//! Every request has an id, in the answer's header, in its error and in the log line about it.
//!
//! The log line names the route, never the address: addresses hold tokens.

use std::time::Instant;

use axum::Json;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use protocol::api::ErrorBody;
use tracing::Instrument as _;

use super::error::Told;
use crate::app::App;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

pub(super) async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = app.ids.next("req", app.now());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched", MatchedPath::as_str)
        .to_owned();
    let span = tracing::info_span!("request", id, method = %request.method(), route);
    let begun = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let _entered = span.enter();
    tracing::info!(
        status = response.status().as_u16(),
        took_ms = begun.elapsed().as_millis(),
        "answered"
    );
    finish(response, &id)
}

fn finish(mut response: Response, id: &str) -> Response {
    if let Some(told) = response.extensions_mut().remove::<Told>() {
        let body = ErrorBody {
            error: told.sentence,
            code: told.code.to_owned(),
            request_id: id.to_owned(),
            docs: None,
            reason: told.reason.map(str::to_owned),
            retry_after_ms: told
                .retry_after
                .map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
        };
        response = (response.status(), Json(body)).into_response();
        if let Some(wait) = told.retry_after {
            let seconds = wait.as_secs_f64().ceil().max(1.0);
            if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
                response.headers_mut().insert(RETRY_AFTER, value);
            }
        }
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
