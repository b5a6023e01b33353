//! `GET /api/webhooks`

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::webhooks as api;

use super::view;
use crate::http::error::ApiError;
use crate::http::extract::ManagesWebhooks;
use crate::webhooks::Webhooks;
use crate::webhooks::manage;

/// List all webhooks.
#[utoipa::path(
    get,
    path = "/api/webhooks",
    operation_id = "listWebhooks",
    tag = "Webhooks",
    security(("apiKey" = ["webhooks:manage"])),
    responses((status = 200, description = "Webhooks, oldest first.", body = Data<Vec<api::Webhook>>)),
    extensions(("x-errors" = json!([]))),
)]
pub(in crate::http) async fn get(
    State(webhooks): State<Webhooks>,
    caller: ManagesWebhooks,
) -> Result<Json<Data<Vec<api::Webhook>>>, ApiError> {
    let webhooks = manage::list(&webhooks, &caller.tenant_id).await?;
    let data = webhooks.iter().map(view::webhook).collect();
    Ok(Json(Data { data }))
}
