//! `PATCH /api/webhooks/{id}`: absent fields stay unchanged.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::webhooks as api;

use super::view;
use crate::domain::webhook_change::Switch;
use crate::http::error::ApiError;
use crate::http::extract::{Body, ManagedWebhook};
use crate::webhooks::Webhooks;
use crate::webhooks::manage::{self, NewKey, OVERLAP, WebhookUpdate};

/// Change a webhook or its key.
///
/// Absent fields stay unchanged. `null` resets a field: every event and session, no label, no headers, the default
/// schedule. A new `hmacKey` signs at once; the previous one also signs for `overlapSeconds`.
#[utoipa::path(
    patch,
    path = "/api/webhooks/{id}",
    operation_id = "updateWebhook",
    tag = "Webhooks",
    security(("apiKey" = ["webhooks:manage"])),
    params(
        ("id" = i64, Path, description = "The webhook's id."),
    ),
    request_body = api::UpdateWebhook,
    responses((status = 200, description = "The webhook.", body = Data<api::Webhook>)),
    extensions(("x-errors" = json!(["webhook_not_found", "invalid_url", "url_not_allowed", "url_not_found", "invalid_header", "invalid_hmac_key", "unknown_event", "invalid_session_name", "invalid_label", "invalid_retries", "invalid_overlap"]))),
)]
pub(in crate::http) async fn patch(
    State(webhooks): State<Webhooks>,
    ManagedWebhook(webhook): ManagedWebhook,
    Body(body): Body<api::UpdateWebhook>,
) -> Result<Json<Data<api::Webhook>>, ApiError> {
    let overlap = body.overlap_seconds.map_or(OVERLAP, Duration::from_secs);
    let change = WebhookUpdate {
        url: body.url,
        events: body.events.map(Option::unwrap_or_default),
        session: body.session,
        label: body.label,
        headers: body
            .headers
            .map(|headers| view::headers(headers.unwrap_or_default())),
        retries: match body.retries {
            Some(Some(retries)) => Some(Some(view::retries(&retries)?)),
            Some(None) => Some(None),
            None => None,
        },
        enabled: body
            .enabled
            .map(|enabled| if enabled { Switch::On } else { Switch::Off }),
        hmac_key: body.hmac_key.map(|key| NewKey { key, overlap }),
    };
    let webhook = manage::update(&webhooks, &webhook, change).await?;
    Ok(Json(Data {
        data: view::webhook(&webhook),
    }))
}
