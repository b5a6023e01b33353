//! For load balancers: is the process there, and can it work.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::app::App;
use crate::http::error::ApiError;

pub(in crate::http) async fn live() -> Json<Value> {
    Json(json!({"data": {"live": true}}))
}

pub(in crate::http) async fn ready(State(app): State<App>) -> Result<Json<Value>, ApiError> {
    app.store.ping().await?;
    Ok(Json(json!({"data": {"ready": true}})))
}
