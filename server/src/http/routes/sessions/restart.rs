//! `POST /api/sessions/{session}/restart`

use axum::Json;
use axum::extract::State;
use protocol::api::{self, Data};

use crate::http::error::ApiError;
use crate::http::extract::Managed;
use crate::http::view;
use crate::sessions::Sessions;
use crate::sessions::restart;

/// Stop a session and start it again.
#[utoipa::path(
    post,
    path = "/api/sessions/{session}/restart",
    operation_id = "restartSession",
    tag = "Sessions",
    security(("apiKey" = ["sessions:manage"])),
    params(("session" = String, Path, description = "The session's name.")),
    responses((status = 200, description = "The session as it stands now.", body = Data<api::Session>)),
)]
pub(in crate::http) async fn post(
    State(sessions): State<Sessions>,
    Managed(session): Managed,
) -> Result<Json<Data<api::Session>>, ApiError> {
    let session = restart::restart(&sessions, &session).await?;
    Ok(Json(Data {
        data: view::session(&session),
    }))
}
