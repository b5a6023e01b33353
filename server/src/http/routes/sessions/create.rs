//! `POST /api/sessions`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::api::{self, Data};

use crate::domain::name::SessionName;
use crate::http::error::ApiError;
use crate::http::extract::{Body, Manages};
use crate::http::view;
use crate::sessions::Sessions;
use crate::sessions::{control, create};

/// Create a session.
///
/// A session is the connection of one WhatsApp number and exists until it is deleted. With `start` it is started at
/// once.
#[utoipa::path(
    post,
    path = "/api/sessions",
    operation_id = "createSession",
    tag = "Sessions",
    security(("apiKey" = ["sessions:manage"])),
    request_body = api::CreateSession,
    responses((status = 201, description = "The session.", body = Data<api::Session>)),
    extensions(("x-errors" = json!(["invalid_session_name", "invalid_proxy", "proxy_not_allowed", "proxy_not_found", "session_exists", "quota_reached"]))),
)]
pub(in crate::http) async fn post(
    State(sessions): State<Sessions>,
    caller: Manages,
    Body(body): Body<api::CreateSession>,
) -> Result<(StatusCode, Json<Data<api::Session>>), ApiError> {
    let name = SessionName::parse(&body.name)?;
    let proxy = match body.proxy {
        Some(address) => Some(sessions.proxies.check(&address).await?),
        None => None,
    };
    let presence = view::read_presence(body.presence);
    let mut session = create::create(&sessions, &caller.tenant_id, name, proxy, presence).await?;
    if body.start {
        session = control::start(&sessions, &session).await?;
    }
    Ok((
        StatusCode::CREATED,
        Json(Data {
            data: view::session(&session),
        }),
    ))
}
