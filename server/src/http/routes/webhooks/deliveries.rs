//! `GET /api/webhooks/{id}/deliveries?state=&before=&limit=`: the newest first, each with its attempts.

use axum::Json;
use axum::extract::{Query, State};
use protocol::webhooks as api;
use serde::Deserialize;

use super::view;
use crate::app::App;
use crate::domain::webhook::DeliveryState;
use crate::http::error::ApiError;
use crate::http::extract::ManagedWebhook;
use crate::webhooks::log;

#[derive(Deserialize)]
pub(in crate::http) struct Wanted {
    state: Option<String>,
    before: Option<String>,
    limit: Option<i64>,
}

pub(in crate::http) async fn get(
    State(app): State<App>,
    ManagedWebhook(webhook): ManagedWebhook,
    wanted: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<api::Deliveries>, ApiError> {
    let Query(wanted) = wanted
        .map_err(|_| ApiError::field("invalid_query", "`limit` is a number from 1 to 200."))?;
    let state = wanted.state.as_deref().map(state).transpose()?;
    let page = log::page(
        &app,
        &webhook,
        wanted.before.as_deref(),
        state,
        wanted.limit,
    )
    .await?;
    Ok(Json(api::Deliveries {
        data: page.deliveries.iter().map(view::delivery).collect(),
        next: page.next,
    }))
}

fn state(word: &str) -> Result<DeliveryState, ApiError> {
    DeliveryState::parse(word).ok_or_else(|| {
        ApiError::field(
            "invalid_query",
            "`state` is `pending`, `delivered` or `failed`.",
        )
    })
}
