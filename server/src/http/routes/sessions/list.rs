//! `GET /api/sessions`

use axum::Json;
use axum::extract::State;
use protocol::api::{self, Data};

use crate::http::error::ApiError;
use crate::http::extract::Reads;
use crate::http::view;
use crate::sessions::Sessions;
use crate::sessions::find;

/// List all sessions.
#[utoipa::path(
    get,
    path = "/api/sessions",
    operation_id = "listSessions",
    tag = "Sessions",
    security(("apiKey" = ["sessions:read"])),
    responses((status = 200, description = "Sessions, oldest first.", body = Data<Vec<api::Session>>)),
)]
pub(in crate::http) async fn get(
    State(sessions): State<Sessions>,
    caller: Reads,
) -> Result<Json<Data<Vec<api::Session>>>, ApiError> {
    let sessions = find::all(&sessions, &caller.tenant_id).await?;
    Ok(Json(Data {
        data: sessions.iter().map(view::session).collect(),
    }))
}
