//! `DELETE /api/sessions/{session}`: logged out at WhatsApp, and nothing of it stays.

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::Managed;
use crate::http::view;
use crate::sessions::delete as deleting;

pub(in crate::http) async fn delete(
    State(app): State<App>,
    Managed(session): Managed,
) -> Result<Json<Value>, ApiError> {
    deleting::delete(&app, &session).await?;
    Ok(Json(view::deleted("name", session.name.as_str())))
}
