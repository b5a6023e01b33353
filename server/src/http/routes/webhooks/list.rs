//! `GET /api/webhooks`

use axum::Json;
use axum::extract::State;
use protocol::api::Page;
use protocol::webhooks as api;

use super::view;
use crate::domain::paging::List;
use crate::http::error::ApiError;
use crate::http::extract::{ListParameters, ListQuery, ManagesWebhooks};
use crate::http::view::page;
use crate::webhooks::Webhooks;
use crate::webhooks::manage;

/// List webhooks, oldest first.
#[utoipa::path(
    get,
    path = "/api/webhooks",
    operation_id = "listWebhooks",
    tag = "Webhooks",
    security(("apiKey" = ["webhooks:manage"])),
    params(ListParameters),
    responses((status = 200, description = "A page of webhooks.", body = Page<api::Webhook>)),
    extensions(("x-errors" = json!([]))),
)]
pub(in crate::http) async fn get(
    State(webhooks): State<Webhooks>,
    caller: ManagesWebhooks,
    query: ListQuery,
) -> Result<Json<Page<api::Webhook>>, ApiError> {
    let paging = query.paging(List::Webhooks)?;
    let found = manage::list(&webhooks, &caller.tenant_id, &paging).await?;
    Ok(Json(page(List::Webhooks, &found, view::webhook)))
}
