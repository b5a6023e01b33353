//! Delivers one claimed queue: its events in order, until it is empty, an attempt fails, or the turn is over.

use std::sync::Arc;
use std::time::Duration;

use super::sender::{DeliveryRequest, Outcome};
use super::{body, report, schedule};
use crate::domain::time::Timestamp;
use crate::domain::webhook::{HmacKey, Webhook};
use crate::runtime::metrics::WebhookOutcome;
use crate::store::{AttemptResult, DeliveryQueue, PendingEvent, StoreError};
use crate::webhooks::Webhooks;

/// How long a claim is valid without renewal. Longer than the longest attempt.
pub(super) const LEASE: Duration = Duration::from_secs(60);

/// Deliveries in one turn. Then the endpoint's other queues are served, and the webhook is read again.
const EVENTS_PER_TURN: i64 = 16;

/// An endpoint that responds within this time may use every slot.
const FAST: Duration = Duration::from_secs(2);

/// A webhook and the keys that sign its deliveries.
pub(super) struct Endpoint {
    pub webhook: Webhook,
    pub keys: Vec<HmacKey>,
}

/// How the last turn of a queue went. It decides how many slots the endpoint gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EndpointState {
    Fast,
    Slow,
    Failing,
    /// Nothing was sent.
    Unknown,
}

pub(super) async fn run(
    webhooks: &Webhooks,
    endpoint: &Arc<Endpoint>,
    queue: &DeliveryQueue,
) -> EndpointState {
    let mut state = EndpointState::Unknown;
    if let Err(error) = deliver_turn(webhooks, endpoint, queue, &mut state).await {
        // The claim expires by itself, which also delays the next attempt to read the queue.
        tracing::error!(webhook = queue.webhook_id.0, %error, "the outbox cannot be read or written");
    }
    state
}

async fn deliver_turn(
    webhooks: &Webhooks,
    endpoint: &Arc<Endpoint>,
    queue: &DeliveryQueue,
    state: &mut EndpointState,
) -> Result<(), StoreError> {
    let (version, waiting) = webhooks.store.waiting(queue, EVENTS_PER_TURN).await?;
    for outgoing in &waiting {
        if webhooks.tasks.is_stopping() {
            return webhooks.store.release(queue).await;
        }
        let outcome = attempt(webhooks, endpoint, outgoing).await;
        *state = endpoint_state(&outcome);
        if !record(webhooks, endpoint, queue, outgoing, &outcome).await? {
            return Ok(());
        }
    }
    let is_complete = i64::try_from(waiting.len()).is_ok_and(|count| count < EVENTS_PER_TURN);
    if is_complete && webhooks.store.mark_empty(queue, version).await? {
        return Ok(());
    }
    // Events were added, or the turn is over: the rest is claimed again, with the webhook as it is then.
    webhooks.store.release(queue).await
}

pub(super) async fn attempt(
    webhooks: &Webhooks,
    endpoint: &Endpoint,
    outgoing: &PendingEvent,
) -> Outcome {
    let delivery = DeliveryRequest {
        url: &endpoint.webhook.url,
        headers: &endpoint.webhook.headers,
        keys: &endpoint.keys,
        event_id: &outgoing.event_id,
        body: body::serialize(outgoing),
    };
    let outcome = webhooks.sender.deliver(delivery, webhooks.now()).await;
    webhooks.metrics.webhooks.count(if outcome.is_delivered() {
        WebhookOutcome::Delivered
    } else {
        WebhookOutcome::FailedAttempt
    });
    outcome
}

/// Stores the result of an attempt. Returns false if delivery of this queue must pause.
async fn record(
    webhooks: &Webhooks,
    endpoint: &Endpoint,
    queue: &DeliveryQueue,
    outgoing: &PendingEvent,
    outcome: &Outcome,
) -> Result<bool, StoreError> {
    let now = webhooks.now();
    let result = attempt_result(endpoint, outgoing, outcome, now);
    let until = match result {
        AttemptResult::Delivered => now.plus(LEASE),
        // After giving up, the next claim starts with the next event.
        AttemptResult::RetryAt(_) | AttemptResult::GivenUp => now,
    };
    let held = webhooks
        .store
        .record(queue, &outgoing.event_id, &outcome.attempt, &result, until)
        .await?;
    if result == AttemptResult::GivenUp {
        webhooks.metrics.webhooks.count(WebhookOutcome::GivenUp);
    }
    if result == AttemptResult::Delivered {
        return Ok(held);
    }
    tracing::debug!(
        webhook = queue.webhook_id.0,
        failure = outcome.attempt.failure,
        status = outcome.attempt.status,
        "a delivery failed"
    );
    if let Some(reason) = schedule::disable_reason(&endpoint.webhook, outcome.gone, now) {
        report::disable(webhooks, &endpoint.webhook, reason).await?;
    }
    Ok(false)
}

fn attempt_result(
    endpoint: &Endpoint,
    outgoing: &PendingEvent,
    outcome: &Outcome,
    now: Timestamp,
) -> AttemptResult {
    if outcome.is_delivered() {
        return AttemptResult::Delivered;
    }
    let made = outgoing.attempts.saturating_add(1);
    match schedule::pause(
        endpoint.webhook.retries,
        made,
        outcome.retry_after,
        rand::random(),
    ) {
        Some(pause) => AttemptResult::RetryAt(now.plus(pause)),
        None => AttemptResult::GivenUp,
    }
}

fn endpoint_state(outcome: &Outcome) -> EndpointState {
    match (outcome.is_delivered(), outcome.attempt.duration) {
        (false, _) => EndpointState::Failing,
        (true, took) if took <= FAST => EndpointState::Fast,
        (true, _) => EndpointState::Slow,
    }
}
