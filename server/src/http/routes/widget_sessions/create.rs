//! `POST /api/widget/sessions`

mod meta_app;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::api::{self, CreatedWidgetSession, Success};

use crate::app::App;
use crate::domain::appearance::{Locale, Theme};
use crate::domain::callback::CallbackUrl;
use crate::domain::mode::Mode;
use crate::domain::name::SessionName;
use crate::domain::origin::Origin;
use crate::domain::phone::PhoneNumber;
use crate::domain::widget_session::{MAX_ORIGINS, MAX_STATE_LENGTH};
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{Body, Manages};
use crate::http::headers::{PRIVATE, Private};
use crate::http::routes::account::settings;
use crate::sessions::create_widget::{NewLink, create_widget};

type Answer = (StatusCode, Private, Json<Success<CreatedWidgetSession>>);

/// Create a link to the widget.
///
/// It is valid for 15 minutes and for one person. All fields are optional.
#[utoipa::path(
    post,
    path = "/api/widget/sessions",
    operation_id = "createWidgetSession",
    tag = "Widget sessions",
    security(("apiKey" = ["sessions:manage"])),
    request_body = api::CreateWidgetSession,
    responses((status = 201, description = "The link and its token.", body = Success<CreatedWidgetSession>)),
    extensions(("x-errors" = json!(["invalid_mode", "not_configured", "invalid_meta_app", "invalid_callback_url", "callback_not_allowed", "invalid_session_name", "invalid_origin", "origins_required", "invalid_phone_number", "invalid_theme", "invalid_locale", "invalid_state", "already_connected", "quota_reached"]))),
)]
pub(in crate::http) async fn post(
    State(app): State<App>,
    caller: Manages,
    Body(mut body): Body<api::CreateWidgetSession>,
) -> Result<Answer, ApiError> {
    let meta_app = body.meta_app.take().map(meta_app::settings).transpose()?;
    let methods = app.sessions.methods;
    let mut new_link = check(body)?;
    meta_app::check(&methods, new_link.mode, meta_app.is_some())?;
    new_link.meta_app = meta_app.map(|it| app.sessions.meta.of_tenant(&caller.tenant_id, it));
    let tenant = settings::tenant(&app.accounts, &caller.tenant_id).await?;
    let created = create_widget(&app.sessions, &tenant, new_link).await?;
    let data = CreatedWidgetSession {
        id: created.widget.id.into_string(),
        widget_url: app
            .public_url
            .join(&format!("/widget/connect?token={}", created.token)),
        widget_token: created.token,
        session: created.session.to_string(),
        expires_at: created.widget.expires_at.to_string(),
    };
    Ok((
        StatusCode::CREATED,
        PRIVATE,
        Json(Success {
            success: true,
            data,
        }),
    ))
}

fn check(body: api::CreateWidgetSession) -> Result<NewLink, ApiError> {
    Ok(NewLink {
        mode: mode(body.mode.as_deref())?,
        callback_url: body
            .callback_url
            .as_deref()
            .map(CallbackUrl::parse)
            .transpose()?,
        session_name: body
            .session_name
            .as_deref()
            .map(SessionName::parse)
            .transpose()?,
        allowed_origins: body.allowed_origins.map(origins).transpose()?,
        phone_number: body
            .phone_number
            .as_deref()
            .map(PhoneNumber::parse)
            .transpose()?,
        theme: match body.theme.as_deref() {
            None => Theme::Auto,
            Some(text) => Theme::parse(text).ok_or_else(|| {
                ApiError::with(ErrorCode::InvalidTheme, "`theme` is auto, light or dark.")
            })?,
        },
        locale: body.locale.as_deref().map(Locale::parse).transpose()?,
        state: body.state.map(state).transpose()?,
        meta_app: None,
    })
}

fn mode(text: Option<&str>) -> Result<Mode, ApiError> {
    Mode::parse(text.unwrap_or("all")).ok_or_else(|| {
        ApiError::with(
            ErrorCode::InvalidMode,
            "`mode` is all, qr, pairing or cloud-api.",
        )
    })
}

fn origins(texts: Vec<String>) -> Result<Vec<Origin>, ApiError> {
    if texts.is_empty() || texts.len() > MAX_ORIGINS {
        return Err(ApiError::with(
            ErrorCode::InvalidOrigin,
            format!(
                "`allowedOrigins` names 1 to {MAX_ORIGINS} origins; leave it out to use the \
                 callback's."
            ),
        ));
    }
    Ok(texts
        .iter()
        .map(|text| Origin::parse(text))
        .collect::<Result<_, _>>()?)
}

fn state(text: String) -> Result<String, ApiError> {
    if text.chars().count() > MAX_STATE_LENGTH {
        return Err(ApiError::with(
            ErrorCode::InvalidState,
            format!(
                "`state` has at most {MAX_STATE_LENGTH} characters; keep the rest on your side and \
                 send a reference."
            ),
        ));
    }
    Ok(text)
}
