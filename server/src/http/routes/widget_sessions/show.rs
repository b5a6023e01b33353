//! `GET /api/widget/sessions/{id}`

use axum::Json;
use axum::extract::State;
use protocol::api::{self, Data};

use crate::domain::id::{TenantId, WidgetSessionId};
use crate::domain::widget_session::WidgetSession;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{Id, Reads};
use crate::http::view;
use crate::sessions::Sessions;

/// Get the state of a widget session.
#[utoipa::path(
    get,
    path = "/api/widget/sessions/{id}",
    operation_id = "getWidgetSession",
    tag = "Widget sessions",
    security(("apiKey" = ["sessions:read"])),
    params(("id" = String, Path, description = "The widget session's id, `ws_…`.")),
    responses((status = 200, description = "The widget session.", body = Data<api::WidgetSession>)),
    extensions(("x-errors" = json!(["widget_session_not_found"]))),
)]
pub(in crate::http) async fn get(
    State(sessions): State<Sessions>,
    caller: Reads,
    Id(id): Id<WidgetSessionId>,
) -> Result<Json<Data<api::WidgetSession>>, ApiError> {
    let widget = find(&sessions, &caller.tenant_id, &id).await?;
    answer(&sessions, &widget).await
}

/// A widget session of another tenant is not found.
pub(super) async fn find(
    sessions: &Sessions,
    tenant_id: &TenantId,
    id: &WidgetSessionId,
) -> Result<WidgetSession, ApiError> {
    sessions
        .store
        .widget_session(id)
        .await?
        .filter(|widget| widget.tenant_id == *tenant_id)
        .ok_or(ErrorCode::WidgetSessionNotFound.into())
}

pub(super) async fn answer(
    sessions: &Sessions,
    widget: &WidgetSession,
) -> Result<Json<Data<api::WidgetSession>>, ApiError> {
    let session = sessions
        .store
        .session(&widget.session_id)
        .await?
        .ok_or(ErrorCode::WidgetSessionNotFound)?;
    Ok(Json(Data {
        data: view::widget_session(widget, session.name.to_string(), sessions.now()),
    }))
}
