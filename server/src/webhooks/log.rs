//! The delivery log, and replays. A delivery's id is derived from the ids of its event and its webhook.

use crate::domain::id::EventId;
use crate::domain::time::Timestamp;
use crate::domain::webhook::{DeliveryState, Webhook};
use crate::store::{Cursor, DeliveryRow, StoreError};
use crate::webhooks::Webhooks;

const DEFAULT_PAGE: i64 = 50;
const MAX_PAGE: i64 = 200;

/// One page of the log, and the cursor of the next page.
pub struct Page {
    pub deliveries: Vec<DeliveryRow>,
    pub next: Option<String>,
}

pub async fn page(
    webhooks: &Webhooks,
    webhook: &Webhook,
    before: Option<&str>,
    state: Option<DeliveryState>,
    limit: Option<i64>,
) -> Result<Page, StoreError> {
    let most = limit.unwrap_or(DEFAULT_PAGE).clamp(1, MAX_PAGE);
    let cursor = Cursor {
        before: before.map(|id| event_id(webhook, id).unwrap_or_else(|| id.into())),
        state,
        most,
    };
    let deliveries = webhooks.store.deliveries(webhook.id, &cursor).await?;
    let is_full = i64::try_from(deliveries.len()).is_ok_and(|count| count == most);
    let next = deliveries.last().filter(|_| is_full).map(delivery_id);
    Ok(Page { deliveries, next })
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
