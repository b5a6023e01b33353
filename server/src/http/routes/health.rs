//! Health checks for load balancers: whether the process responds, and whether it can serve requests.
//!
//! `ready` fails while the service shuts down, so that load balancers stop sending requests to it.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::api::known::{Live, Ready};
use serde_json::{Value, json};

use crate::app::App;
use crate::http::error::ApiError;

/// Time limit of the checks.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Check that the process responds.
#[utoipa::path(
    get,
    path = "/health/live",
    operation_id = "getLiveness",
    tag = "Health",
    responses((status = 200, description = "The process responds.", body = Data<Live>)),
)]
pub(in crate::http) async fn live() -> Json<Value> {
    Json(json!({"data": {"live": true}}))
}

/// Check that the service is ready.
///
/// `warnings` lists problems that do not make this process unready.
#[utoipa::path(
    get,
    path = "/health/ready",
    operation_id = "getReadiness",
    tag = "Health",
    responses((status = 200, description = "The service is ready.", body = Data<Ready>)),
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

/// Problems that do not make this process unready. If WhatsApp is unreachable, it is so for every process in the
/// network; without any ready process, the load balancer could not serve the API and the widget either.
fn warnings(app: &App) -> Vec<&'static str> {
    let away = app.sessions.reach.is_whatsapp_unreachable();
    away.then_some("whatsapp_unreachable").into_iter().collect()
}

/// The failed checks of the database. An unreachable database is not checked further.
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
