//! A test delivery: sent at once, also to a disabled webhook, and never retried.

use serde_json::json;

use super::queue::{self, Endpoint};
use super::report;
use crate::domain::webhook::Webhook;
use crate::store::{DeliveryRow, StoreError};
use crate::webhooks::Webhooks;

pub async fn test(
    webhooks: &Webhooks,
    webhook: &Webhook,
) -> Result<Option<DeliveryRow>, StoreError> {
    let payload = json!({"webhookId": webhook.id, "message": "This is a test of this webhook."});
    let event = report::event(webhooks, "webhook.test", &payload);
    let outgoing = webhooks.store.begin_test(webhook, &event).await?;
    let keys = webhooks
        .store
        .webhook_keys(webhook.id, webhooks.now())
        .await?;
    let endpoint = Endpoint {
        webhook: webhook.clone(),
        keys,
    };
    let outcome = queue::attempt(webhooks, &endpoint, &outgoing).await;
    webhooks
        .store
        .finish_test(webhook.id, &outgoing, &outcome.attempt)
        .await?;
    webhooks
        .store
        .delivery(webhook.id, &outgoing.event_id)
        .await
}
