//! The JavaScript SDK, and what it asks when its popup was closed.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::Meta;
use super::faults::FaultKind;
use super::graph::Call;
use super::graph::answer::Answer;
use super::hosts::Hosts;

const SDK: &str = include_str!("../../static/meta/sdk.js");

pub(crate) fn routes() -> Router<Arc<Meta>> {
    Router::new()
        .route("/{locale}/sdk.js", get(script))
        .route("/{locale}/sdk/debug.js", get(script))
        .route("/x/oauth/status", get(status))
}

async fn script(headers: HeaderMap) -> Response {
    let hosts = json!(Hosts::of(&headers)).to_string();
    let headers = [
        (
            header::CONTENT_TYPE,
            "application/x-javascript; charset=utf-8",
        ),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, SDK.replace("__HOSTS__", &hosts)).into_response()
}

/// Nobody is logged in. The request comes from another origin.
async fn status(State(meta): State<Arc<Meta>>, headers: HeaderMap) -> Response {
    match meta.faults.take(Call::LoginStatus) {
        Some(FaultKind::SlowMs(delay)) => tokio::time::sleep(Duration::from_millis(delay)).await,
        Some(_) => return Answer::Cut.into_response(),
        None => {}
    }
    let mut response = Json(json!({ "status": "unknown" })).into_response();
    let origin = headers.get(header::ORIGIN).cloned();
    let origin = origin.unwrap_or(HeaderValue::from_static("*"));
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    response
}
