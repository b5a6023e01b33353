//! `GET /api/widget/sessions/{id}`

use axum::Json;
use axum::extract::{Path, State};
use protocol::api::{self, Data};

use crate::app::App;
use crate::domain::widget_session::WidgetSession;
use crate::http::error::ApiError;
use crate::http::extract::Reads;
use crate::http::view;

pub(in crate::http) async fn get(
    State(app): State<App>,
    caller: Reads,
    Path(id): Path<String>,
) -> Result<Json<Data<api::WidgetSession>>, ApiError> {
    let widget = find(&app, &caller.tenant_id, &id).await?;
    answer(&app, &widget).await
}

/// Another tenant's widget session does not exist.
pub(super) async fn find(app: &App, tenant_id: &str, id: &str) -> Result<WidgetSession, ApiError> {
    app.store
        .widget_session(id)
        .await?
        .filter(|widget| widget.tenant_id == tenant_id)
        .ok_or(ApiError::NoSuchWidgetSession)
}

pub(super) async fn answer(
    app: &App,
    widget: &WidgetSession,
) -> Result<Json<Data<api::WidgetSession>>, ApiError> {
    let session = app
        .store
        .session(&widget.session_id)
        .await?
        .ok_or(ApiError::NoSuchWidgetSession)?;
    Ok(Json(Data {
        data: view::widget_session(widget, session.name.to_string(), app.now()),
    }))
}
