//! For load balancers: is the process there, and can it work.
//!
//! `ready` says no while the service is leaving, so that requests go elsewhere before it is gone.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::api::known::{Live, Ready};
use serde_json::{Value, json};

use crate::app::App;
use crate::http::error::ApiError;

/// A check that takes longer has failed: the caller does not wait longer either.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Is the process there?
#[utoipa::path(
    get,
    path = "/health/live",
    operation_id = "getLiveness",
    tag = "Health",
    responses((status = 200, description = "It is.", body = Data<Live>)),
)]
pub(in crate::http) async fn live() -> Json<Value> {
    Json(json!({"data": {"live": true}}))
}

/// Can it work?
///
/// `warnings` names what is wrong outside of the process and no reason to send requests elsewhere.
#[utoipa::path(
    get,
    path = "/health/ready",
    operation_id = "getReadiness",
    tag = "Health",
    responses((status = 200, description = "It can.", body = Data<Ready>)),
    extensions(("x-errors" = json!(["not_ready"]))),
)]
pub(in crate::http) async fn ready(State(app): State<App>) -> Result<Json<Value>, ApiError> {
    let mut failing = match tokio::time::timeout(TIMEOUT, failing(&app)).await {
        Ok(failing) => failing,
        Err(_) => vec!["database"],
    };
    if app.tasks.is_draining() {
        failing.push("stopping");
    }
    if failing.is_empty() {
        Ok(Json(
            json!({"data": {"ready": true, "warnings": warnings(&app)}}),
        ))
    } else {
        Err(ApiError::not_ready(failing))
    }
}

/// What does not make this process unfit for requests. That WhatsApp is away is true of every process behind the
/// same network, and a load balancer that sent nobody anywhere would only take the widget and the API away too.
fn warnings(app: &App) -> Vec<&'static str> {
    let away = app.sessions.reach.is_whatsapp_away();
    away.then_some("whatsapp_unreachable").into_iter().collect()
}

/// What the database cannot do. One that cannot be reached gets no further checks.
async fn failing(app: &App) -> Vec<&'static str> {
    if app.store.ping().await.is_err() {
        return vec!["database"];
    }
    let mut failing = Vec::new();
    if !app.store.is_migrated().await.unwrap_or_default() {
        failing.push("migrations");
    }
    if !app.store.can_save_keys().await {
        failing.push("keys");
    }
    failing
}
