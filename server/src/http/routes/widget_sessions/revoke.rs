//! `DELETE /api/widget/sessions/{id}`: revokes the link. An open page shows that.

use axum::Json;
use axum::extract::State;
use protocol::api::{self, Data};

use super::show;
use crate::domain::id::WidgetSessionId;
use crate::domain::widget_session::Outcome;
use crate::http::error::ApiError;
use crate::http::extract::{Id, Manages};
use crate::sessions::Sessions;
use crate::sessions::command::LinkEnd;
use crate::sessions::end_link;

/// Revoke a link.
///
/// It is rejected from now on, and an open page shows that. The session stays. If only this link needed it, the
/// session is stopped and its code becomes invalid; a number that scans it anyway is unlinked at once.
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
    State(sessions): State<Sessions>,
    caller: Manages,
    Id(id): Id<WidgetSessionId>,
) -> Result<Json<Data<api::WidgetSession>>, ApiError> {
    let widget = show::find(&sessions, &caller.tenant_id, &id).await?;
    let ended = sessions
        .store
        .end_widget_session(&widget.id, Outcome::Revoked)
        .await?;
    sessions.metrics.funnel.record(&ended.progress);
    end_link::end_link(&sessions, &widget.session_id, LinkEnd::Withdrawn).await?;
    sessions.hub.touch(&widget.session_id);
    let widget = show::find(&sessions, &caller.tenant_id, &id).await?;
    show::answer(&sessions, &widget).await
}
