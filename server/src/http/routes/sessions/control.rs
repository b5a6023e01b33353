//! `POST /api/sessions/{session}/start`, `…/stop` and `…/restart`: they differ only in the command.

use axum::Json;
use axum::extract::State;
use protocol::api::{self, Data};

use crate::domain::session::Session;
use crate::http::error::ApiError;
use crate::http::extract::ManagedSession;
use crate::http::view;
use crate::sessions::command::CommandError;
use crate::sessions::{Sessions, control};

type Answer = Result<Json<Data<api::Session>>, ApiError>;

fn answer(session: Result<Session, CommandError>) -> Answer {
    let data = view::session(&session?);
    Ok(Json(Data { data }))
}

/// Start a session.
///
/// A linked session connects; one that is not linked shows codes. Starting a running session changes nothing.
#[utoipa::path(
    post,
    path = "/api/sessions/{session}/start",
    operation_id = "startSession",
    tag = "Sessions",
    security(("apiKey" = ["sessions:manage"])),
    params(("session" = String, Path, description = "The session's name.")),
    responses((status = 200, description = "The current session.", body = Data<api::Session>)),
)]
pub(in crate::http) async fn start(
    State(sessions): State<Sessions>,
    ManagedSession(session): ManagedSession,
) -> Answer {
    answer(control::start(&sessions, &session).await)
}

/// Stop a session.
///
/// It stays linked and can be started again.
#[utoipa::path(
    post,
    path = "/api/sessions/{session}/stop",
    operation_id = "stopSession",
    tag = "Sessions",
    security(("apiKey" = ["sessions:manage"])),
    params(("session" = String, Path, description = "The session's name.")),
    responses((status = 200, description = "The current session.", body = Data<api::Session>)),
)]
pub(in crate::http) async fn stop(
    State(sessions): State<Sessions>,
    ManagedSession(session): ManagedSession,
) -> Answer {
    answer(control::stop(&sessions, &session).await)
}

/// Restart a session.
#[utoipa::path(
    post,
    path = "/api/sessions/{session}/restart",
    operation_id = "restartSession",
    tag = "Sessions",
    security(("apiKey" = ["sessions:manage"])),
    params(("session" = String, Path, description = "The session's name.")),
    responses((status = 200, description = "The current session.", body = Data<api::Session>)),
)]
pub(in crate::http) async fn restart(
    State(sessions): State<Sessions>,
    ManagedSession(session): ManagedSession,
) -> Answer {
    answer(control::restart(&sessions, &session).await)
}
