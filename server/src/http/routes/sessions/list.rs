//! `GET /api/sessions`

use axum::Json;
use axum::extract::State;
use protocol::api::{self, Page};

use crate::domain::paging::List;
use crate::http::error::ApiError;
use crate::http::extract::{ListParameters, ListQuery, Reads};
use crate::http::view;
use crate::sessions::Sessions;
use crate::sessions::find;

/// List sessions, oldest first.
#[utoipa::path(
    get,
    path = "/api/sessions",
    operation_id = "listSessions",
    tag = "Sessions",
    security(("apiKey" = ["sessions:read"])),
    params(ListParameters),
    responses((status = 200, description = "A page of sessions.", body = Page<api::Session>)),
)]
pub(in crate::http) async fn get(
    State(sessions): State<Sessions>,
    caller: Reads,
    query: ListQuery,
) -> Result<Json<Page<api::Session>>, ApiError> {
    let paging = query.paging(List::Sessions)?;
    let page = find::page(&sessions, &caller.tenant_id, &paging).await?;
    Ok(Json(view::page(List::Sessions, &page, view::session)))
}
