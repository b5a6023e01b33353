//! `GET /api/sessions/{session}`

use axum::Json;
use protocol::api::{self, Data};

use crate::http::extract::ReadableSession;
use crate::http::view;

/// Get a session.
///
/// Call this to verify a message or a redirect that came through a browser.
#[utoipa::path(
    get,
    path = "/api/sessions/{session}",
    operation_id = "getSession",
    tag = "Sessions",
    security(("apiKey" = ["sessions:read"])),
    params(("session" = String, Path, description = "The session's name.")),
    responses((status = 200, description = "The session.", body = Data<api::Session>)),
)]
pub(in crate::http) async fn get(
    ReadableSession(session): ReadableSession,
) -> Json<Data<api::Session>> {
    Json(Data {
        data: view::session(&session),
    })
}
