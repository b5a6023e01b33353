//! Replays: one delivery, or every event since a time. The events keep their ids.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::api::Data;
use protocol::webhooks as api;

use super::view;
use crate::domain::time::Timestamp;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{Body, DeliveryId, ManagedWebhook};
use crate::webhooks::Webhooks;
use crate::webhooks::log;

/// Send one delivery again, with the same event id.
#[utoipa::path(
    post,
    path = "/api/webhooks/{id}/deliveries/{delivery}/replay",
    operation_id = "replayDelivery",
    tag = "Webhooks",
    security(("apiKey" = ["webhooks:manage"])),
    params(
        ("id" = i64, Path, description = "The webhook's id."),
        ("delivery" = String, Path, description = "The delivery's id."),
    ),
    responses((status = 202, description = "The delivery is queued.", body = Data<api::Delivery>)),
    extensions(("x-errors" = json!(["webhook_not_found", "delivery_not_found"]))),
)]
pub(in crate::http) async fn one(
    State(webhooks): State<Webhooks>,
    ManagedWebhook(webhook): ManagedWebhook,
    DeliveryId(delivery): DeliveryId,
) -> Result<(StatusCode, Json<Data<api::Delivery>>), ApiError> {
    let replayed = log::replay(&webhooks, &webhook, &delivery).await?;
    let replayed = replayed.ok_or(ErrorCode::DeliveryNotFound)?;
    let data = view::delivery(&replayed);
    Ok((StatusCode::ACCEPTED, Json(Data { data })))
}

/// Send every event since a time again, with the same event ids.
#[utoipa::path(
    post,
    path = "/api/webhooks/{id}/replay",
    operation_id = "replaySince",
    tag = "Webhooks",
    security(("apiKey" = ["webhooks:manage"])),
    params(
        ("id" = i64, Path, description = "The webhook's id."),
    ),
    request_body = api::Replay,
    responses((status = 202, description = "The number of queued events.", body = Data<api::Replayed>)),
    extensions(("x-errors" = json!(["webhook_not_found", "invalid_since"]))),
)]
pub(in crate::http) async fn since(
    State(webhooks): State<Webhooks>,
    ManagedWebhook(webhook): ManagedWebhook,
    Body(body): Body<api::Replay>,
) -> Result<(StatusCode, Json<Data<api::Replayed>>), ApiError> {
    let since = Timestamp::parse(&body.since).ok_or_else(|| {
        ApiError::with(
            ErrorCode::InvalidSince,
            "`since` is a time in ISO 8601, such as 2026-01-15T10:30:00Z.",
        )
    })?;
    let count = log::replay_since(&webhooks, &webhook, since).await?;
    let data = api::Replayed { replayed: count };
    Ok((StatusCode::ACCEPTED, Json(Data { data })))
}
