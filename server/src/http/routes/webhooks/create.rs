//! `POST /api/webhooks`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::api::Data;
use protocol::webhooks as api;

use super::view;
use crate::http::error::ApiError;
use crate::http::extract::{Body, ManagesWebhooks};
use crate::webhooks::Webhooks;
use crate::webhooks::manage::{self, NewWebhook};

/// Create a webhook.
///
/// Only this response contains the `hmacKey`, which is generated if none is given.
#[utoipa::path(
    post,
    path = "/api/webhooks",
    operation_id = "createWebhook",
    tag = "Webhooks",
    security(("apiKey" = ["webhooks:manage"])),
    request_body = api::CreateWebhook,
    responses((status = 201, description = "The webhook, with its key.", body = Data<api::Webhook>)),
    extensions(("x-errors" = json!(["invalid_url", "url_not_allowed", "url_not_found", "invalid_header", "invalid_hmac_key", "unknown_event", "invalid_session_name", "invalid_label", "invalid_retries", "quota_reached"]))),
)]
pub(in crate::http) async fn post(
    State(webhooks): State<Webhooks>,
    caller: ManagesWebhooks,
    Body(body): Body<api::CreateWebhook>,
) -> Result<(StatusCode, Json<Data<api::Webhook>>), ApiError> {
    let new = NewWebhook {
        url: body.url,
        events: body.events.unwrap_or_default(),
        session: body.session,
        label: body.label,
        headers: view::headers(body.headers.unwrap_or_default()),
        retries: body.retries.as_ref().map(view::retries).transpose()?,
        hmac_key: body.hmac_key,
    };
    let (webhook, key) = manage::create(&webhooks, &caller.tenant_id, new).await?;
    let mut data = view::webhook(&webhook);
    data.hmac_key = Some(key.expose().to_owned());
    Ok((StatusCode::CREATED, Json(Data { data })))
}
