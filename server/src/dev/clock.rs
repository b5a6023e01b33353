//! `POST /sandbox/clock` moves the service's clock ahead, so that days pass within seconds.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::runtime::clock::SandboxClock;
use crate::sessions::{expiry, purge};
use crate::webhooks::maintenance;

/// A year at once.
const MOST_SECONDS: u64 = 366 * 24 * 3600;

#[derive(Clone)]
struct Moved {
    app: App,
    clock: Arc<SandboxClock>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    advance_seconds: u64,
}

pub(super) fn router(app: App, clock: Arc<SandboxClock>) -> Router {
    Router::new()
        .route("/sandbox/clock", post(advance))
        .with_state(Moved { app, clock })
}

async fn advance(State(moved): State<Moved>, Json(request): Json<Request>) -> Response {
    let Moved { app, clock } = moved;
    if !(1..=MOST_SECONDS).contains(&request.advance_seconds) {
        let error = format!("`advanceSeconds` is a number from 1 to {MOST_SECONDS}.");
        let body = json!({ "error": error, "code": "invalid_request" });
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    }
    clock.advance(Duration::from_secs(request.advance_seconds));
    app.store.wake_outbox();
    match do_what_is_due(&app).await {
        Ok(()) => Json(json!({ "data": { "now": app.now().to_string() } })).into_response(),
        Err(error) => {
            let body = json!({ "error": format!("{error:#}."), "code": "internal_error" });
            (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
        }
    }
}

/// What the background tasks do at their next turn, which comes in real time.
async fn do_what_is_due(app: &App) -> anyhow::Result<()> {
    expiry::end_expired_links(&app.sessions).await?;
    purge::run_once(&app.sessions).await?;
    maintenance::run_once(&app.webhooks).await?;
    Ok(())
}
