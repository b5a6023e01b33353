//! Reports problems of a webhook: as an event for the tenant's other webhooks, in the metrics and in the log.

use serde_json::json;

use super::target::Target;
use crate::domain::webhook::{DisabledReason, Webhook};
use crate::runtime::metrics::WebhookOutcome;
use crate::store::{EventRow, StoreError};
use crate::webhooks::Webhooks;

pub(super) async fn disable(
    webhooks: &Webhooks,
    webhook: &Webhook,
    reason: DisabledReason,
) -> Result<(), StoreError> {
    let payload = json!({
        "webhookId": webhook.id,
        "label": webhook.label,
        "host": host(webhook),
        "reason": reason.as_str(),
        "failingSince": webhook.failing_since.map(|at| at.to_string()),
    });
    let event = event(webhooks, "webhook.disabled", &payload);
    if webhooks
        .store
        .disable_webhook(webhook, reason, &event)
        .await?
    {
        webhooks.metrics.webhooks.count(WebhookOutcome::Disabled);
        tracing::warn!(
            tenant = webhook.tenant_id.as_str(),
            webhook = webhook.id.0,
            reason = reason.as_str(),
            "a webhook was disabled"
        );
    }
    Ok(())
}

pub(super) async fn stalled(
    webhooks: &Webhooks,
    webhook: &Webhook,
    session_name: &str,
) -> Result<(), StoreError> {
    let payload = json!({
        "webhookId": webhook.id,
        "label": webhook.label,
        "host": host(webhook),
        "failingSince": webhook.failing_since.map(|at| at.to_string()),
    });
    let event = event(webhooks, "webhook.stalled", &payload);
    if webhooks
        .store
        .mark_stalled(&webhook.tenant_id, webhook.id, session_name, &event)
        .await?
    {
        webhooks.metrics.webhooks.count(WebhookOutcome::Stalled);
        tracing::warn!(
            tenant = webhook.tenant_id.as_str(),
            webhook = webhook.id.0,
            "a connected session's events are not acknowledged"
        );
    }
    Ok(())
}

/// An event about a webhook, which comes from no session.
pub(super) fn event(
    webhooks: &Webhooks,
    name: &'static str,
    payload: &serde_json::Value,
) -> EventRow {
    let at = webhooks.now();
    EventRow {
        id: webhooks.ids.next(at),
        event: name,
        payload: payload.to_string(),
        source: None,
        at,
    }
}

fn host(webhook: &Webhook) -> Option<String> {
    Target::parse(&webhook.url)
        .ok()
        .map(|target| target.host_name().to_owned())
}
