//! `POST /api/sessions/{session}/start`

use axum::Json;
use axum::extract::State;
use protocol::api::{self, Data};

use crate::http::error::ApiError;
use crate::http::extract::Managed;
use crate::http::view;
use crate::sessions::Sessions;
use crate::sessions::start;

/// Start a session.
///
/// A linked number connects; one that is not linked gets codes to scan. Starting what runs changes nothing.
#[utoipa::path(
    post,
    path = "/api/sessions/{session}/start",
    operation_id = "startSession",
    tag = "Sessions",
    security(("apiKey" = ["sessions:manage"])),
    params(("session" = String, Path, description = "The session's name.")),
    responses((status = 200, description = "The session as it stands now.", body = Data<api::Session>)),
)]
pub(in crate::http) async fn post(
    State(sessions): State<Sessions>,
    Managed(session): Managed,
) -> Result<Json<Data<api::Session>>, ApiError> {
    let session = start::start(&sessions, &session).await?;
    Ok(Json(Data {
        data: view::session(&session),
    }))
}
