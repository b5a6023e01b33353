//! For load balancers: is the process there, and can it work.

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::api::known::{Live, Ready};
use serde_json::{Value, json};

use crate::app::App;
use crate::http::error::ApiError;

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
#[utoipa::path(
    get,
    path = "/health/ready",
    operation_id = "getReadiness",
    tag = "Health",
    responses((status = 200, description = "It can.", body = Data<Ready>)),
    extensions(("x-errors" = json!(["not_ready"]))),
)]
pub(in crate::http) async fn ready(State(app): State<App>) -> Result<Json<Value>, ApiError> {
    app.store.ping().await?;
    Ok(Json(json!({"data": {"ready": true}})))
}
