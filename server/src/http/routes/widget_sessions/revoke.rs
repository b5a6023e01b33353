//! `DELETE /api/widget/sessions/{id}`: the link opens nothing from now on. A page that is open says so.

use axum::Json;
use axum::extract::{Path, State};
use protocol::api::{self, Data};

use super::show;
use crate::app::App;
use crate::domain::widget_session::Outcome;
use crate::http::error::ApiError;
use crate::http::extract::Manages;

pub(in crate::http) async fn delete(
    State(app): State<App>,
    caller: Manages,
    Path(id): Path<String>,
) -> Result<Json<Data<api::WidgetSession>>, ApiError> {
    let widget = show::find(&app, &caller.tenant_id, &id).await?;
    app.store
        .end_widget_session(&widget.id, Outcome::Revoked)
        .await?;
    app.hub.touch(&widget.session_id);
    let widget = show::find(&app, &caller.tenant_id, &id).await?;
    show::answer(&app, &widget).await
}
