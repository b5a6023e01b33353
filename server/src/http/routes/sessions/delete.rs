//! `DELETE /api/sessions/{session}`: logged out at WhatsApp, and nothing of it stays.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::Managed;
use crate::sessions::delete as deleting;

pub(in crate::http) async fn delete(
    State(app): State<App>,
    Managed(session): Managed,
) -> Result<Json<Value>, ApiError> {
    deleting::delete(&app, &session).await?;
    Ok(Json(
        json!({"data": {"name": session.name.as_str(), "deleted": true}}),
    ))
}
