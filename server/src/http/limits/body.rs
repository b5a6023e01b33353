//! Reads the body of a request before the request takes a place, so that a client that sends it slowly keeps nobody
//! else from one. It has a limit of time, as the head has.
//!
//! Of a body that is too large one byte more is read than it may have: whoever takes the body rejects it then, after
//! what comes first, such as the caller's key.

use axum::body::{Body, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::CONNECTION;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::StreamExt as _;

use crate::app::App;
use crate::http::error::ErrorCode;

/// The app, and the maximum size of a body.
pub(super) type Limit = (App, usize);

pub(super) async fn layer(
    State((app, largest)): State<Limit>,
    request: Request,
    next: Next,
) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let time = app.limits.connection_times().request_read;
    match tokio::time::timeout(time, read(body, largest)).await {
        Ok(body) => next.run(Request::from_parts(parts, body)).await,
        Err(_) => {
            app.metrics.connections.timed_out("body");
            // The rest of the body may still come, and is no request.
            let close = [(CONNECTION, HeaderValue::from_static("close"))];
            (close, ErrorCode::BodyTimeout).into_response()
        }
    }
}

async fn read(body: Body, largest: usize) -> Body {
    let mut parts = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Some(part) = parts.next().await {
        match part {
            Ok(part) => bytes.extend_from_slice(&part),
            // Whoever takes the body finds the same error.
            Err(error) => {
                return Body::from_stream(futures_util::stream::iter([Err::<Vec<u8>, _>(error)]));
            }
        }
        if bytes.len() > largest {
            break;
        }
    }
    Body::from(bytes)
}
