//! `DELETE /api/sessions/{session}`: unlinks the number at WhatsApp and deletes the session.

use axum::Json;
use axum::extract::State;
use protocol::api::{Data, DeletedSession};

use crate::http::error::ApiError;
use crate::http::extract::ManagedSession;
use crate::sessions::Sessions;
use crate::sessions::delete as deleting;

/// Delete a session.
///
/// The number is unlinked at WhatsApp and all data of the session is deleted. `unlinked` says whether the device is
/// unlinked at WhatsApp. If not, unlinking is retried for a day; until then the phone still shows the device, and the
/// name can be used again.
#[utoipa::path(
    delete,
    path = "/api/sessions/{session}",
    operation_id = "deleteSession",
    tag = "Sessions",
    security(("apiKey" = ["sessions:manage"])),
    params(("session" = String, Path, description = "The session's name.")),
    responses((status = 200, description = "It is deleted.", body = Data<DeletedSession>)),
)]
pub(in crate::http) async fn delete(
    State(sessions): State<Sessions>,
    ManagedSession(session): ManagedSession,
) -> Result<Json<Data<DeletedSession>>, ApiError> {
    let outcome = deleting::delete(&sessions, &session).await?;
    Ok(Json(Data {
        data: DeletedSession {
            name: session.name.to_string(),
            deleted: true,
            unlinked: !outcome.still_linked,
        },
    }))
}
