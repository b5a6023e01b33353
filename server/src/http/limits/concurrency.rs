//! A bounded number of requests and of live streams at a time. Beyond it the answer is 503 at once: a queue would
//! only make everybody's answer late.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::http::error::{ApiError, ErrorCode};
use crate::runtime::limits::Permit;

/// Places come free within moments, or there is no point in waiting.
const WAIT: Duration = Duration::from_secs(1);

/// Streams last for minutes.
const STREAM_WAIT: Duration = Duration::from_secs(5);

pub(super) async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    match app.limits.request_permit() {
        Some(_permit) => next.run(request).await,
        None => {
            app.metrics.limits.overloaded("request");
            super::reject(
                request.uri().path(),
                ApiError::retry_after(ErrorCode::Overloaded, WAIT),
                WAIT,
            )
        }
    }
}

/// A place for a live stream, to be held as long as it lasts.
pub(in crate::http) fn stream_permit(app: &App) -> Result<Permit, ApiError> {
    app.limits.stream_permit().ok_or_else(|| {
        app.metrics.limits.overloaded("stream");
        ApiError::retry_after(ErrorCode::Overloaded, STREAM_WAIT)
    })
}
