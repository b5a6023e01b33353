//! Limits the time of a request. A transaction that has begun is committed or rolled back; the caller does not learn
//! which.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::app::App;
use crate::http::error::ErrorCode;

pub(super) async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(app.limits.request_timeout(), next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            app.metrics.limits.timed_out();
            ErrorCode::Timeout.into_response()
        }
    }
}
