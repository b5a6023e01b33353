//! `DELETE /api/webhooks/{id}`: deletes a webhook and its pending deliveries.

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::webhooks as api;

use crate::http::error::ApiError;
use crate::http::extract::ManagedWebhook;
use crate::webhooks::Webhooks;
use crate::webhooks::manage;

/// Delete a webhook and its pending deliveries.
#[utoipa::path(
    delete,
    path = "/api/webhooks/{id}",
    operation_id = "deleteWebhook",
    tag = "Webhooks",
    security(("apiKey" = ["webhooks:manage"])),
    params(
        ("id" = i64, Path, description = "The webhook's id."),
    ),
    responses((status = 200, description = "It is deleted.", body = Data<api::DeletedWebhook>)),
    extensions(("x-errors" = json!(["webhook_not_found"]))),
)]
pub(in crate::http) async fn delete(
    State(webhooks): State<Webhooks>,
    ManagedWebhook(webhook): ManagedWebhook,
) -> Result<Json<Data<api::DeletedWebhook>>, ApiError> {
    manage::delete(&webhooks, &webhook).await?;
    Ok(Json(Data {
        data: api::DeletedWebhook {
            id: webhook.id.0,
            deleted: true,
        },
    }))
}
