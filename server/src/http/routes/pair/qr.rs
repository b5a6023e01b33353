//! `GET /api/{session}/pair/qr`, as JSON, PNG or SVG.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use protocol::api::PairQr;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::domain::session::{Session, Status};
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{ManagedSession, QueryParameters};
use crate::http::headers::PRIVATE;
use crate::http::pages::qr;
use crate::sessions::Sessions;
use crate::sessions::hub::{Live, Outage, ShownCode};
use crate::sessions::watch;

/// How long a request waits for the first code.
const TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct QrQuery {
    /// Default: `json`; `image` is a PNG.
    #[param(inline, value_type = Option<Format>)]
    format: Option<String>,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum Format {
    Json,
    #[schema(rename = "image")]
    Png,
    Svg,
}

/// Get the current QR code.
///
/// Waits up to 5 s for the first code; `qr` is `null` if there is none yet. The code changes about every 20 s. While
/// WhatsApp is unreachable, the response is 503 `whatsapp_unreachable`; the service keeps trying.
#[utoipa::path(
    get,
    path = "/api/{session}/pair/qr",
    operation_id = "getPairQr",
    tag = "Pairing",
    security(("apiKey" = ["sessions:manage"])),
    params(("session" = String, Path, description = "The session's name."), QrQuery),
    responses((status = 200, description = "The code, as JSON or as a picture.", content((PairQr = "application/json"), ("image/png"), (String = "image/svg+xml")))),
    extensions(("x-errors" = json!(["invalid_format", "already_connected", "cloud_api_session", "session_not_started", "qr_not_ready", "whatsapp_unreachable"]))),
)]
pub(in crate::http) async fn get(
    State(sessions): State<Sessions>,
    ManagedSession(session): ManagedSession,
    QueryParameters(query): QueryParameters<QrQuery>,
) -> Result<Response, ApiError> {
    let format = match query.format.as_deref() {
        None | Some("json") => Format::Json,
        Some("image" | "png") => Format::Png,
        Some("svg") => Format::Svg,
        Some(_) => {
            return Err(ApiError::with(
                ErrorCode::InvalidFormat,
                "`format` is json, image or svg.",
            ));
        }
    };
    if session.is_cloud() {
        return Err(ErrorCode::CloudApiSession.into());
    }
    let code = first_code(&sessions, &session).await?;
    let drawn = |code: Option<ShownCode>| {
        let code = code.ok_or(ErrorCode::QrNotReady)?;
        let text = qr::whatsapp_code(code.qr.expose(), sessions.qr_link);
        Ok::<String, ApiError>(text)
    };
    Ok(match format {
        Format::Json => (PRIVATE, Json(pair_qr(code))).into_response(),
        Format::Png => {
            let picture = qr::png(&drawn(code)?)?;
            (PRIVATE, [(CONTENT_TYPE, "image/png")], picture).into_response()
        }
        Format::Svg => {
            let picture = qr::svg(&drawn(code)?);
            (PRIVATE, [(CONTENT_TYPE, "image/svg+xml")], picture).into_response()
        }
    })
}

/// The current code, or the first one once there is one.
async fn first_code(sessions: &Sessions, session: &Session) -> Result<Option<ShownCode>, ApiError> {
    let mut live = watch::watch(sessions, &session.id)
        .await?
        .ok_or(ErrorCode::SessionNotFound)?;
    let settled = live.wait_for(|live| {
        let is_over = live.session.status() != Status::Scanning;
        live.code.is_some() || is_over || has_lasted(sessions, live)
    });
    let waited = tokio::time::timeout(TIMEOUT, settled).await;
    // After a timeout or the end of the session, the current state is returned.
    drop(waited);
    let live = live.borrow();
    match live.session.status() {
        Status::Scanning => match (&live.code, live.outage) {
            (None, Some(outage)) => Err(ApiError::retry_after(
                ErrorCode::WhatsappUnreachable,
                outage.retry_in(sessions.now()),
            )),
            (code, _) => Ok(code.clone()),
        },
        Status::LoggingIn | Status::Connected | Status::Reconnecting => {
            Err(ErrorCode::AlreadyConnected.into())
        }
        Status::Created | Status::Disconnected(_) => Err(ErrorCode::SessionNotStarted.into()),
    }
}

/// Whether WhatsApp has been unreachable for longer than a request waits, so that waiting is useless.
fn has_lasted(sessions: &Sessions, live: &Live) -> bool {
    let lasts = |outage: Outage| sessions.now() >= outage.since.plus(TIMEOUT);
    live.outage.is_some_and(lasts)
}

fn pair_qr(code: Option<ShownCode>) -> PairQr {
    let (qr, expires_at) = code
        .map(|code| (code.qr.expose().to_owned(), code.expires_at.to_string()))
        .unzip();
    PairQr {
        qr,
        event: None,
        expires_at,
    }
}
