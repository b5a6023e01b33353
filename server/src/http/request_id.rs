//! Gives every request an id, which is in the response header, in the error and in the log line.
//!
//! The log line contains the route, never the URL, which may contain a token. The tenant is added once its credential
//! is verified.

use std::time::Instant;

use axum::Json;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use protocol::api::ErrorBody;
use tracing::field::Empty;
use tracing::{Instrument as _, Span};

use super::error::ApiError;
use super::limits::seconds;
use crate::app::App;
use crate::domain::id::RequestId;
use crate::domain::id::TenantId;
use crate::runtime::metrics::HandledRequest;
use crate::runtime::telemetry::traces;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

pub(super) async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let id: RequestId = app.ids.next(app.now());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched", MatchedPath::as_str)
        .to_owned();
    let method = request.method().clone();
    let span = tracing::info_span!("request", requestId = %id, %method, route, tenant = Empty);
    let trace = traces::request(method.as_str(), &route, &id, |name| {
        request.headers().get(name)?.to_str().ok()
    });
    let begun = Instant::now();
    let work = next.run(request).instrument(span.clone());
    let response = work.instrument(trace.clone()).await;
    let took = begun.elapsed();
    let status = response.status().as_u16();
    app.metrics.http.record(&HandledRequest {
        method: method.as_str(),
        route: &route,
        status,
        took,
    });
    traces::record_status(&trace, status);
    let _entered = span.enter();
    // Converted to u64, because a JSON log writes wider integers as text.
    let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(status, took_ms, "answered");
    finish(response, &id)
}

/// Adds the tenant to the log line of this request.
pub(super) fn record_tenant(tenant_id: &TenantId) {
    Span::current().record("tenant", tenant_id.as_str());
}

fn finish(mut response: Response, id: &str) -> Response {
    if let Some(error) = response.extensions_mut().remove::<ApiError>() {
        response = with_body(response, &error, id);
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// Adds the error as a JSON body and keeps the response's headers.
fn with_body(response: Response, error: &ApiError, id: &str) -> Response {
    let (parts, _) = response.into_parts();
    let body = ErrorBody {
        error: error.sentence().to_owned(),
        code: error.code.name().to_owned(),
        request_id: id.to_owned(),
        docs: None,
        reason: error.reason.map(str::to_owned),
        retry_after_ms: error
            .retry_after
            .map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
        whatsapp_code: error.whatsapp_code.clone(),
        failing: error
            .failing
            .iter()
            .map(|check| (*check).to_owned())
            .collect(),
    };
    let mut answer = (parts.status, Json(body)).into_response();
    let headers = answer.headers_mut();
    for (name, value) in &parts.headers {
        if *name != CONTENT_TYPE && *name != CONTENT_LENGTH {
            headers.insert(name, value.clone());
        }
    }
    if let Some(wait) = error.retry_after {
        headers.insert(RETRY_AFTER, seconds(wait));
    }
    answer
}
