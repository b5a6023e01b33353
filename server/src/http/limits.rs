//! Before a request costs anything: who is it from, may it come so often, and is there a place for it.
//!
//! From outside to inside: the rate, so that one caller's flood is refused as that caller's; a free place, so
//! that the process refuses before it collapses; the time-out. Health checks and the widget's files pass by.

mod concurrency;
mod rate;
mod timeout;

use std::time::Duration;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::RETRY_AFTER;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};

use super::error::ApiError;
use super::headers;
use crate::app::App;
use crate::http::pages::rejected_link::{self, RejectedLink};

pub(super) use concurrency::stream_permit;

/// For routes that answer once.
pub(super) fn limit_time(routes: Router<App>, app: &App) -> Router<App> {
    routes.layer(from_fn_with_state(app.clone(), timeout::layer))
}

/// For routes that take up a place: all but the health checks.
pub(super) fn limit_concurrency(routes: Router<App>, app: &App) -> Router<App> {
    routes.layer(from_fn_with_state(app.clone(), concurrency::layer))
}

/// For everything, also for what is not there; the addresses say what is counted.
pub(super) fn limit_rate(routes: Router<App>, app: &App) -> Router<App> {
    routes.layer(from_fn_with_state(app.clone(), rate::layer))
}

/// The seconds of a `Retry-After`: whole, and never none.
pub(super) fn seconds(wait: Duration) -> HeaderValue {
    HeaderValue::from(wait.as_millis().div_ceil(1000).max(1) as u64)
}

/// A person who opens a link reads a page; everybody else gets the API's error.
fn reject(path: &str, error: ApiError, wait: Duration) -> Response {
    let status = error.code.status();
    if !path.starts_with("/widget/connect") {
        return error.into_response();
    }
    let page = rejected_link::page(RejectedLink::Busy)
        .map_err(|error| super::error::internal(&error))
        .and_then(headers::page);
    match page {
        Ok(page) => (status, [(RETRY_AFTER, seconds(wait))], page).into_response(),
        Err(error) => error.into_response(),
    }
}
