//! `POST /api/{session}/pair/phone`: a code to type on the phone.

use axum::Json;
use axum::extract::State;
use protocol::api::{PairPhone, PairPhoneCode};

use crate::domain::phone::PhoneNumber;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{Body, ManagedSession};
use crate::http::headers::PRIVATE;
use crate::sessions::Sessions;
use crate::sessions::pair_by_phone::{Caller, pair_by_phone};

type Answer = (
    [(axum::http::HeaderName, axum::http::HeaderValue); 1],
    Json<PairPhoneCode>,
);

/// Request a code to enter on the phone.
///
/// A session has one valid code. Another request for the same number returns it; a request for another number
/// replaces it.
#[utoipa::path(
    post,
    path = "/api/{session}/pair/phone",
    operation_id = "createPairCode",
    tag = "Pairing",
    security(("apiKey" = ["sessions:manage"])),
    params(("session" = String, Path, description = "The session's name.")),
    request_body = PairPhone,
    responses((status = 200, description = "The code.", body = PairPhoneCode)),
    extensions(("x-errors" = json!(["invalid_phone_number", "already_connected", "cloud_api_session", "session_not_started", "code_limit", "throttled", "unavailable", "whatsapp_unreachable"]))),
)]
pub(in crate::http) async fn post(
    State(sessions): State<Sessions>,
    ManagedSession(session): ManagedSession,
    Body(request): Body<PairPhone>,
) -> Result<Answer, ApiError> {
    let number = PhoneNumber::parse(&request.phone_number)?;
    if session.is_cloud() {
        return Err(ErrorCode::CloudApiSession.into());
    }
    let issued = pair_by_phone(&sessions, &session, &number, &Caller::Backend).await?;
    let answer = PairPhoneCode {
        code: issued.code.expose().to_owned(),
        expires_at: issued.expires_at.to_string(),
        event: None,
    };
    Ok((PRIVATE, Json(answer)))
}
