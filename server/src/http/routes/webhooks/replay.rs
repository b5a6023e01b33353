//! Sending again: one delivery, or everything since a time. The events keep their ids.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use protocol::api::Data;
use protocol::webhooks as api;
use serde_json::{Value, json};

use super::view;
use crate::app::App;
use crate::domain::time::Timestamp;
use crate::http::error::ApiError;
use crate::http::extract::{Body, ManagedWebhook};
use crate::webhooks::log;

/// `POST /api/webhooks/{id}/deliveries/{delivery}/replay`
pub(in crate::http) async fn one(
    State(app): State<App>,
    ManagedWebhook(webhook): ManagedWebhook,
    Path((_, delivery)): Path<(String, String)>,
) -> Result<(StatusCode, Json<Data<api::Delivery>>), ApiError> {
    let replayed = log::replay(&app, &webhook, &delivery).await?;
    let replayed = replayed.ok_or(ApiError::NoSuchDelivery)?;
    let data = view::delivery(&replayed);
    Ok((StatusCode::ACCEPTED, Json(Data { data })))
}

/// `POST /api/webhooks/{id}/replay`
pub(in crate::http) async fn since(
    State(app): State<App>,
    ManagedWebhook(webhook): ManagedWebhook,
    Body(body): Body<api::Replay>,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let since = Timestamp::parse(&body.since).ok_or_else(|| {
        ApiError::field(
            "invalid_since",
            "`since` is a time in ISO 8601, such as 2026-01-15T10:30:00Z.",
        )
    })?;
    let count = log::replay_since(&app, &webhook, since).await?;
    Ok((
        StatusCode::ACCEPTED,
        Json(json!({"data": {"replayed": count}})),
    ))
}
