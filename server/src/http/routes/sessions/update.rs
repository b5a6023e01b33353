//! `PATCH /api/sessions/{session}`: changes or removes the proxy. A body without `proxy` changes nothing.

use axum::Json;
use axum::extract::State;
use protocol::api::{self, Data};

use crate::http::error::ApiError;
use crate::http::extract::{Body, ManagedSession};
use crate::http::view;
use crate::sessions::Sessions;
use crate::sessions::update;

/// Change or remove the proxy of a session.
///
/// `{}` changes nothing; `null` removes the proxy. A running session is restarted, so that the change takes effect at
/// once.
#[utoipa::path(
    patch,
    path = "/api/sessions/{session}",
    operation_id = "updateSession",
    tag = "Sessions",
    security(("apiKey" = ["sessions:manage"])),
    params(("session" = String, Path, description = "The session's name.")),
    request_body = api::UpdateSession,
    responses((status = 200, description = "The session.", body = Data<api::Session>)),
    extensions(("x-errors" = json!(["invalid_proxy", "proxy_not_allowed", "proxy_not_found"]))),
)]
pub(in crate::http) async fn patch(
    State(sessions): State<Sessions>,
    ManagedSession(session): ManagedSession,
    Body(body): Body<api::UpdateSession>,
) -> Result<Json<Data<api::Session>>, ApiError> {
    let session = match body.proxy {
        None => session,
        Some(None) => update::set_proxy(&sessions, &session, None).await?,
        Some(Some(address)) => {
            let proxy = sessions.proxies.check(&address).await?;
            update::set_proxy(&sessions, &session, Some(proxy)).await?
        }
    };
    Ok(Json(Data {
        data: view::session(&session),
    }))
}
