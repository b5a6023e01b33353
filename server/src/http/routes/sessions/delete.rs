//! `DELETE /api/sessions/{session}`: logged out at WhatsApp, and nothing of it stays.

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::Manages;
use crate::sessions::{delete as deleting, find};

pub(in crate::http) async fn delete(
    State(app): State<App>,
    caller: Manages,
    Path(name): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let session = find::find(&app, &caller.tenant_id, &name)
        .await?
        .ok_or(ApiError::NoSuchSession)?;
    deleting::delete(&app, &session).await?;
    Ok(Json(json!({"data": {"name": name, "deleted": true}})))
}
