//! `GET /api/webhooks/{id}/deliveries?state=&before=&limit=`: the newest first, each with its attempts.

use axum::Json;
use axum::extract::State;
use protocol::webhooks as api;
use serde::Deserialize;

use super::view;
use crate::domain::webhook::DeliveryState;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{ManagedWebhook, QueryParameters};
use crate::webhooks::Webhooks;
use crate::webhooks::log;

#[derive(Deserialize)]
pub(in crate::http) struct DeliveryFilter {
    state: Option<String>,
    before: Option<String>,
    limit: Option<i64>,
}

/// List deliveries, newest first, each with its attempts.
///
/// Pass `next` as `before` to get the next page.
#[utoipa::path(
    get,
    path = "/api/webhooks/{id}/deliveries",
    operation_id = "listDeliveries",
    tag = "Webhooks",
    security(("apiKey" = ["webhooks:manage"])),
    params(
        ("id" = i64, Path, description = "The webhook's id."),
        ("state" = Option<api::DeliveryState>, Query, description = "Only those in this state."),
        ("before" = Option<String>, Query, description = "The `next` of the previous page."),
        ("limit" = Option<i64>, Query, minimum = 1, maximum = 200, description = "Deliveries per \
            page; default: 50."),
    ),
    responses((status = 200, description = "A page of deliveries.", body = api::Deliveries)),
    extensions(("x-errors" = json!(["webhook_not_found"]))),
)]
pub(in crate::http) async fn get(
    State(webhooks): State<Webhooks>,
    ManagedWebhook(webhook): ManagedWebhook,
    QueryParameters(filter): QueryParameters<DeliveryFilter>,
) -> Result<Json<api::Deliveries>, ApiError> {
    let state = filter.state.as_deref().map(state).transpose()?;
    let page = log::page(
        &webhooks,
        &webhook,
        filter.before.as_deref(),
        state,
        filter.limit,
    )
    .await?;
    Ok(Json(api::Deliveries {
        data: page.deliveries.iter().map(view::delivery).collect(),
        next: page.next,
    }))
}

fn state(word: &str) -> Result<DeliveryState, ApiError> {
    DeliveryState::parse(word).ok_or_else(|| {
        ApiError::with(
            ErrorCode::InvalidQuery,
            "`state` is `pending`, `delivered` or `failed`.",
        )
    })
}
