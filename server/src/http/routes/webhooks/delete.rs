//! `DELETE /api/webhooks/{id}`: with all that still waited for it.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::ManagedWebhook;
use crate::webhooks::manage;

pub(in crate::http) async fn delete(
    State(app): State<App>,
    ManagedWebhook(webhook): ManagedWebhook,
) -> Result<Json<Value>, ApiError> {
    manage::delete(&app, &webhook).await?;
    Ok(Json(json!({"data": {"id": webhook.id, "deleted": true}})))
}
