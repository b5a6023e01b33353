//! Limits that are checked before a request is handled.
//!
//! From the outermost to the innermost: the rate of one caller, the time to send a body, the number of concurrent
//! requests, and the time of a request. Health checks and the widget's files are not limited. The connections below have
//! their own limits (`http/connections.rs`).

mod body;
mod concurrency;
mod rate;
mod timeout;

use std::time::Duration;

use axum::Router;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};

use super::error::ApiError;
use super::extract::WantedLooks;
use super::headers;
use crate::app::App;
use crate::http::pages::rejected_link::{self, RejectedLink};

pub(super) use concurrency::stream_permit;

/// Limits the time of each request. Not for live streams.
pub(super) fn limit_time(routes: Router<App>, app: &App) -> Router<App> {
    routes.layer(from_fn_with_state(app.clone(), timeout::layer))
}

/// Reads the body of each request within a limit of time. `largest` is the maximum size of a body.
pub(super) fn read_bodies(routes: Router<App>, largest: usize, app: &App) -> Router<App> {
    routes.layer(from_fn_with_state((app.clone(), largest), body::layer))
}

/// Limits the number of concurrent requests. Not for health checks.
pub(super) fn limit_concurrency(routes: Router<App>, app: &App) -> Router<App> {
    routes.layer(from_fn_with_state(app.clone(), concurrency::layer))
}

/// Limits the rate of all requests, also to routes that do not exist; the path decides what is counted.
pub(super) fn limit_rate(routes: Router<App>, app: &App) -> Router<App> {
    routes.layer(from_fn_with_state(app.clone(), rate::layer))
}

/// The value of `Retry-After`: whole seconds, at least one.
pub(super) fn seconds(wait: Duration) -> HeaderValue {
    HeaderValue::from(wait.as_millis().div_ceil(1000).max(1) as u64)
}

/// The response to a rejected request: an HTML page for a link, an API error for anything else.
fn reject(uri: &Uri, headers: &HeaderMap, error: ApiError, wait: Duration) -> Response {
    let status = error.code.status();
    if !uri.path().starts_with("/widget/connect") {
        return error.into_response();
    }
    let wanted = WantedLooks::of_request(uri, headers);
    let page = rejected_link::page(RejectedLink::Busy, wanted.language())
        .map_err(|error| super::error::internal(&error))
        .and_then(headers::page);
    match page {
        Ok(page) => (status, [(RETRY_AFTER, seconds(wait))], page).into_response(),
        Err(error) => error.into_response(),
    }
}
