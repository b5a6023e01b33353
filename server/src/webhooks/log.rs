//! The delivery log, and replays. A delivery's id is derived from the ids of its event and its webhook.

use crate::domain::id::EventId;
use crate::domain::paging::{Page, Paging, Position};
use crate::domain::time::Timestamp;
use crate::domain::webhook::{DeliveryState, Webhook};
use crate::store::{DeliveryRow, StoreError};
use crate::webhooks::Webhooks;

/// A page of the log, newest first.
pub async fn page(
    webhooks: &Webhooks,
    webhook: &Webhook,
    state: Option<DeliveryState>,
    paging: &Paging,
) -> Result<Page<DeliveryRow>, StoreError> {
    webhooks.store.deliveries(webhook.id, state, paging).await
}

/// The position of a delivery in the log; `None` if this is no delivery's id.
pub fn position(webhook: &Webhook, delivery: &str) -> Option<Position> {
    event_id(webhook, delivery).map(|event| Position::of_id(event.as_str()))
}

/// Queues one delivery again. Returns `None` if there is no delivery with this id.
pub async fn replay(
    webhooks: &Webhooks,
    webhook: &Webhook,
    delivery: &str,
) -> Result<Option<DeliveryRow>, StoreError> {
    let Some(event) = event_id(webhook, delivery) else {
        return Ok(None);
    };
    if !webhooks
        .store
        .replay(webhook.id, &event, webhooks.now())
        .await?
    {
        return Ok(None);
    }
    webhooks.store.delivery(webhook.id, &event).await
}

/// Queues again every stored event since `since` that matches the webhook's filters, and returns how many. If the
/// request ends early, `maintenance` continues.
pub async fn replay_since(
    webhooks: &Webhooks,
    webhook: &Webhook,
    since: Timestamp,
) -> Result<u64, StoreError> {
    let mut replay = webhooks
        .store
        .begin_replay(webhook.id, since, webhooks.now())
        .await?;
    let mut count = 0;
    loop {
        match webhooks.store.continue_replay(&mut replay).await? {
            0 => return Ok(count),
            queued => count += queued,
        }
    }
}

/// `whd_…_7`: sorts in the order of its event's id.
pub fn delivery_id(delivery: &DeliveryRow) -> String {
    let event = delivery.event_id.trim_start_matches("evt_");
    format!("whd_{event}_{}", delivery.webhook_id)
}

fn event_id(webhook: &Webhook, delivery: &str) -> Option<EventId> {
    let (event, id) = delivery.strip_prefix("whd_")?.rsplit_once('_')?;
    (id == webhook.id.to_string()).then(|| EventId::from(format!("evt_{event}")))
}
