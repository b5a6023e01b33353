//! `POST /api/webhooks/{id}/test`: sends one test delivery at once and returns its result.

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::webhooks as api;

use super::view;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::ManagedWebhook;
use crate::webhooks::Webhooks;
use crate::webhooks::test_delivery;

/// Send a test event at once and return the result.
#[utoipa::path(
    post,
    path = "/api/webhooks/{id}/test",
    operation_id = "testWebhook",
    tag = "Webhooks",
    security(("apiKey" = ["webhooks:manage"])),
    params(
        ("id" = i64, Path, description = "The webhook's id."),
    ),
    responses((status = 200, description = "The delivery, with its attempt.", body = Data<api::Delivery>)),
    extensions(("x-errors" = json!(["webhook_not_found"]))),
)]
pub(in crate::http) async fn post(
    State(webhooks): State<Webhooks>,
    ManagedWebhook(webhook): ManagedWebhook,
) -> Result<Json<Data<api::Delivery>>, ApiError> {
    let delivery = test_delivery::test(&webhooks, &webhook).await?;
    // The webhook was deleted during the attempt.
    let delivery = delivery.ok_or(ErrorCode::WebhookNotFound)?;
    Ok(Json(Data {
        data: view::delivery(&delivery),
    }))
}
