//! `DELETE /api/sessions/{session}`: logged out at WhatsApp, and nothing of it stays.

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::api::known::DeletedByName;
use serde_json::Value;

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::Managed;
use crate::http::view;
use crate::sessions::delete as deleting;

/// Delete a session.
///
/// The number is unlinked at WhatsApp, and nothing of the session stays.
#[utoipa::path(
    delete,
    path = "/api/sessions/{session}",
    operation_id = "deleteSession",
    tag = "Sessions",
    security(("apiKey" = ["sessions:manage"])),
    params(("session" = String, Path, description = "The session's name.")),
    responses((status = 200, description = "It is gone.", body = Data<DeletedByName>)),
)]
pub(in crate::http) async fn delete(
    State(app): State<App>,
    Managed(session): Managed,
) -> Result<Json<Value>, ApiError> {
    deleting::delete(&app, &session).await?;
    Ok(Json(view::deleted("name", session.name.as_str())))
}
