//! Limits concurrent requests and live streams. Further requests get a 503 at once, because a queue would delay all
//! of them.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::http::error::{ApiError, ErrorCode};
use crate::runtime::limits::Permit;

/// The `Retry-After` of a request, because most requests take milliseconds.
const WAIT: Duration = Duration::from_secs(1);

/// The `Retry-After` of a live stream, because streams last for minutes.
const STREAM_WAIT: Duration = Duration::from_secs(5);

pub(super) async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    match app.limits.request_permit() {
        Some(_permit) => next.run(request).await,
        None => {
            app.metrics.limits.overloaded("request");
            super::reject(
                request.uri(),
                request.headers(),
                ApiError::retry_after(ErrorCode::Overloaded, WAIT),
                WAIT,
            )
        }
    }
}

/// A permit for a live stream, to be held until the stream ends.
pub(in crate::http) fn stream_permit(app: &App) -> Result<Permit, ApiError> {
    app.limits.stream_permit().ok_or_else(|| {
        app.metrics.limits.overloaded("stream");
        ApiError::retry_after(ErrorCode::Overloaded, STREAM_WAIT)
    })
}
