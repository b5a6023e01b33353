//! What happens to a webhook, told to the tenant's other webhooks, the counters and the log.

use serde_json::json;

use super::guard::Target;
use crate::app::App;
use crate::domain::webhook::{DisabledReason, Webhook};
use crate::metrics::Counted;
use crate::store::{EventRow, StoreError};

pub(super) async fn disable(
    app: &App,
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
    let event = event(app, "webhook.disabled", &payload);
    if app.store.disable_webhook(webhook, reason, &event).await? {
        app.metrics.webhooks.count(Counted::Disabled);
        tracing::warn!(
            tenant = webhook.tenant_id,
            webhook = webhook.id,
            reason = reason.as_str(),
            "a webhook was disabled"
        );
    }
    Ok(())
}

pub(super) async fn stalled(
    app: &App,
    webhook: &Webhook,
    session_name: &str,
) -> Result<(), StoreError> {
    let payload = json!({
        "webhookId": webhook.id,
        "label": webhook.label,
        "host": host(webhook),
        "failingSince": webhook.failing_since.map(|at| at.to_string()),
    });
    let event = event(app, "webhook.stalled", &payload);
    if app
        .store
        .note_stalled(&webhook.tenant_id, webhook.id, session_name, &event)
        .await?
    {
        app.metrics.webhooks.count(Counted::Stalled);
        tracing::warn!(
            tenant = webhook.tenant_id,
            webhook = webhook.id,
            "a connected session's events are not acknowledged"
        );
    }
    Ok(())
}

/// An event of our own.
pub(super) fn event(app: &App, name: &'static str, payload: &serde_json::Value) -> EventRow {
    let at = app.now();
    EventRow {
        id: app.ids.next("evt", at),
        event: name,
        payload: payload.to_string(),
        source: None,
        at,
    }
}

fn host(webhook: &Webhook) -> Option<String> {
    Target::parse(&webhook.url)
        .ok()
        .map(|target| target.host().to_owned())
}
