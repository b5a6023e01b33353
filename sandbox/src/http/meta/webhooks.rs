//! Webhooks with any body and signature, and the list of those that were sent.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;

use super::super::input::Body;
use super::super::reply::{ApiError, Data, data};
use super::{no_account, no_app};
use crate::meta::{Delivery, Meta, Signing, Target, bodies, target_of};

const MAX_TIMES: u32 = 1000;

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum WebhookRequest {
    Any(AnyWebhook),
    PartnerAdded(PartnerAdded),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AnyWebhook {
    app_id: String,
    body: Value,
    #[serde(default)]
    sign: Signing,
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PartnerAdded {
    partner_added: AddedAccount,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AddedAccount {
    waba_id: String,
    /// Every app that has a webhook address, if no app is named.
    app_id: Option<String>,
}

/// Sends a webhook and returns what came of it.
pub(super) async fn send(
    State(meta): State<Arc<Meta>>,
    Body(request): Body<WebhookRequest>,
) -> Result<Json<Data<Vec<Delivery>>>, ApiError> {
    let (targets, sign) = match request {
        WebhookRequest::Any(webhook) => any(&meta, webhook)?,
        WebhookRequest::PartnerAdded(request) => partner_added(&meta, &request.partner_added)?,
    };
    if targets.is_empty() {
        let error = "the app has no webhookUrl";
        return Err(ApiError::unprocessable("no_webhook", error));
    }
    let mut deliveries = Vec::new();
    for (target, body) in targets {
        deliveries.push(meta.webhooks.deliver(&target, &body, sign).await);
    }
    Ok(data(deliveries))
}

type Sendings = (Vec<(Target, Value)>, Signing);

fn any(meta: &Meta, webhook: AnyWebhook) -> Result<Sendings, ApiError> {
    let state = meta.store.read();
    let app = state.apps.get(&webhook.app_id).ok_or_else(no_app)?;
    let times = webhook.times.min(MAX_TIMES);
    let targets = (0..times).filter_map(|_| Some((target_of(app)?, webhook.body.clone())));
    Ok((targets.collect(), webhook.sign))
}

fn partner_added(meta: &Meta, added: &AddedAccount) -> Result<Sendings, ApiError> {
    let state = meta.store.read();
    let account = state.accounts.get(&added.waba_id).ok_or_else(no_account)?;
    let named = added.app_id.as_ref();
    if named.is_some_and(|id| !state.apps.contains_key(id)) {
        return Err(no_app());
    }
    let apps = state.apps.values();
    let apps = apps.filter(|app| named.is_none_or(|id| *id == app.app_id));
    let now = meta.now();
    let targets = apps.filter_map(|app| {
        let body = bodies::partner("PARTNER_ADDED", app, account, now);
        Some((target_of(app)?, body))
    });
    Ok((targets.collect(), Signing::Right))
}

pub(super) async fn list(State(meta): State<Arc<Meta>>) -> Json<Data<Vec<Delivery>>> {
    data(meta.webhooks.deliveries())
}
