//! `POST /api/sessions/{session}/logout`

use axum::Json;
use axum::extract::State;
use protocol::api::{self, Data};

use crate::http::error::ApiError;
use crate::http::extract::ManagedSession;
use crate::http::view;
use crate::sessions::Sessions;
use crate::sessions::control;

/// Unlink the number at WhatsApp.
///
/// The session stays without a number; a start shows new codes. `unlinked` says whether the device is unlinked at
/// WhatsApp. If not, unlinking is retried for a day; until then the phone still shows the device, and the session can
/// be used again.
#[utoipa::path(
    post,
    path = "/api/sessions/{session}/logout",
    operation_id = "logOutSession",
    tag = "Sessions",
    security(("apiKey" = ["sessions:manage"])),
    params(("session" = String, Path, description = "The session's name.")),
    responses((status = 200, description = "The current session.", body = Data<api::Session>)),
)]
pub(in crate::http) async fn post(
    State(sessions): State<Sessions>,
    ManagedSession(session): ManagedSession,
) -> Result<Json<Data<api::Session>>, ApiError> {
    let outcome = control::log_out(&sessions, &session).await?;
    Ok(Json(Data {
        data: api::Session {
            unlinked: Some(!outcome.still_linked),
            ..view::session(&outcome.session)
        },
    }))
}
