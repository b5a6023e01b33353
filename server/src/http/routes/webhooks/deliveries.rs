//! `GET /api/webhooks/{id}/deliveries?state=&before=`: the newest first, each with its attempts.

use axum::Json;
use axum::extract::State;
use protocol::webhooks as api;
use serde::Deserialize;

use super::view;
use crate::domain::paging::{List, Paging};
use crate::domain::webhook::DeliveryState;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{ListParameters, ListQuery, ManagedWebhook, QueryParameters};
use crate::webhooks::Webhooks;
use crate::webhooks::log;

#[derive(Deserialize)]
pub(in crate::http) struct DeliveryFilter {
    state: Option<String>,
    before: Option<String>,
}

/// List deliveries, newest first, each with its attempts.
#[utoipa::path(
    get,
    path = "/api/webhooks/{id}/deliveries",
    operation_id = "listDeliveries",
    tag = "Webhooks",
    security(("apiKey" = ["webhooks:manage"])),
    params(
        ("id" = i64, Path, description = "The webhook's id."),
        ("state" = Option<api::DeliveryState>, Query, description = "Only those in this state."),
        ("before" = Option<String>, Query, description = "Only those before this one: a delivery's id, such as the \
            `next` of a page. Not together with `cursor`."),
        ListParameters,
    ),
    responses((status = 200, description = "A page of deliveries.", body = api::Deliveries)),
    extensions(("x-errors" = json!(["webhook_not_found"]))),
)]
pub(in crate::http) async fn get(
    State(webhooks): State<Webhooks>,
    ManagedWebhook(webhook): ManagedWebhook,
    QueryParameters(filter): QueryParameters<DeliveryFilter>,
    query: ListQuery,
) -> Result<Json<api::Deliveries>, ApiError> {
    let state = filter.state.as_deref().map(state).transpose()?;
    let list = List::Deliveries(webhook.id);
    let mut paging = query.paging(list)?;
    if let Some(delivery) = &filter.before {
        let before = log::position(&webhook, delivery).filter(|_| paging.after.is_none());
        let before = before.ok_or_else(bad_before)?;
        paging = Paging {
            after: Some(before),
            ..paging
        };
    }
    let page = log::page(&webhooks, &webhook, state, &paging).await?;
    let last = page.items.last().filter(|_| page.next.is_some());
    Ok(Json(api::Deliveries {
        data: page.items.iter().map(view::delivery).collect(),
        next: last.map(log::delivery_id),
        next_cursor: page.next.as_ref().map(|position| list.cursor(position)),
    }))
}

fn bad_before() -> ApiError {
    ApiError::with(
        ErrorCode::InvalidQuery,
        "`before` is the id of a delivery of this webhook, `whd_…`, and does not go together with `cursor`. Leave one \
         of them out.",
    )
}

fn state(word: &str) -> Result<DeliveryState, ApiError> {
    DeliveryState::parse(word).ok_or_else(|| {
        ApiError::with(
            ErrorCode::InvalidQuery,
            "`state` is `pending`, `delivered` or `failed`.",
        )
    })
}
