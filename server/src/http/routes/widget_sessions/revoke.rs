//! `DELETE /api/widget/sessions/{id}`: the link opens nothing from now on. A page that is open says so.

use axum::Json;
use axum::extract::State;
use protocol::api::{self, Data};

use super::show;
use crate::app::App;
use crate::domain::widget_session::Outcome;
use crate::http::error::ApiError;
use crate::http::extract::{Id, Manages};
use crate::sessions::drivers::LinkEnd;
use crate::sessions::end_link;

/// Revoke a link.
///
/// It opens nothing from now on, and a page that is open says so. The session stays; if only this link was waiting
/// for it, it is stopped, so that its code is dead too, and a number that scans it all the same is unlinked at once.
#[utoipa::path(
    delete,
    path = "/api/widget/sessions/{id}",
    operation_id = "revokeWidgetSession",
    tag = "Widget sessions",
    security(("apiKey" = ["sessions:manage"])),
    params(("id" = String, Path, description = "The widget session's id, `ws_…`.")),
    responses((status = 200, description = "The widget session.", body = Data<api::WidgetSession>)),
    extensions(("x-errors" = json!(["widget_session_not_found"]))),
)]
pub(in crate::http) async fn delete(
    State(app): State<App>,
    caller: Manages,
    Id(id): Id,
) -> Result<Json<Data<api::WidgetSession>>, ApiError> {
    let widget = show::find(&app, &caller.tenant_id, &id).await?;
    app.store
        .end_widget_session(&widget.id, Outcome::Revoked)
        .await?;
    end_link::end_link(&app, &widget.session_id, LinkEnd::Withdrawn).await?;
    app.hub.touch(&widget.session_id);
    let widget = show::find(&app, &caller.tenant_id, &id).await?;
    show::answer(&app, &widget).await
}
