//! `GET /api/webhooks/{id}`

use axum::Json;
use protocol::api::Data;
use protocol::webhooks as api;

use super::view;
use crate::http::extract::ManagedWebhook;

/// Get a webhook.
#[utoipa::path(
    get,
    path = "/api/webhooks/{id}",
    operation_id = "getWebhook",
    tag = "Webhooks",
    security(("apiKey" = ["webhooks:manage"])),
    params(
        ("id" = i64, Path, description = "The webhook's id."),
    ),
    responses((status = 200, description = "The webhook.", body = Data<api::Webhook>)),
    extensions(("x-errors" = json!(["webhook_not_found"]))),
)]
pub(in crate::http) async fn get(
    ManagedWebhook(webhook): ManagedWebhook,
) -> Json<Data<api::Webhook>> {
    Json(Data {
        data: view::webhook(&webhook),
    })
}
