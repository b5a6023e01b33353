//! `PATCH /api/sessions/{session}`: changes the presence, and changes or removes the proxy. An empty body changes
//! nothing.

use axum::Json;
use axum::extract::State;
use protocol::api::{self, Data};

use crate::http::error::ApiError;
use crate::http::extract::{Body, ManagedSession};
use crate::http::view;
use crate::sessions::Sessions;
use crate::sessions::update;

/// Change the settings of a session.
///
/// `{}` changes nothing; `null` removes the proxy. For another proxy a running session is restarted, so that the change
/// takes effect at once. `presence` takes effect at once without a restart.
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
    let proxy = match body.proxy {
        None => None,
        Some(None) => Some(None),
        Some(Some(address)) => Some(Some(sessions.proxies.check(&address).await?)),
    };
    let mut session = session;
    if let Some(presence) = body.presence {
        let presence = view::read_presence(presence);
        session = update::set_presence(&sessions, &session, presence).await?;
    }
    if let Some(proxy) = proxy {
        session = update::set_proxy(&sessions, &session, proxy).await?;
    }
    Ok(Json(Data {
        data: view::session(&session),
    }))
}
