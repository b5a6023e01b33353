//! One claimed lane: its events one after the other, until it is empty, an attempt fails, or others must have a turn.

use std::sync::Arc;
use std::time::Duration;

use super::courier::{Outcome, Parcel};
use super::{body, report, schedule};
use crate::domain::time::Timestamp;
use crate::domain::webhook::{HmacKey, Webhook};
use crate::runtime::metrics::Counted;
use crate::store::{Lane, Outgoing, StoreError, Verdict};
use crate::webhooks::Webhooks;

/// How long a claim holds without a word: well over the longest attempt.
pub(super) const LEASE: Duration = Duration::from_secs(60);

/// Deliveries before a lane makes room for the endpoint's other sessions, and before the webhook is read anew.
const TURN: i64 = 16;

/// An endpoint that answers faster gets the better part of the places.
const QUICK: Duration = Duration::from_secs(2);

/// A webhook with what is needed to call it.
pub(super) struct Endpoint {
    pub webhook: Webhook,
    pub keys: Vec<HmacKey>,
}

/// How a lane went, which says what to expect of its endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    Quick,
    Slow,
    Failing,
    /// Nothing was sent.
    Unknown,
}

pub(super) async fn run(webhooks: &Webhooks, endpoint: &Arc<Endpoint>, lane: &Lane) -> Manner {
    let mut manner = Manner::Unknown;
    if let Err(error) = work(webhooks, endpoint, lane, &mut manner).await {
        // The claim runs out by itself: a pause before what cannot be read is read again.
        tracing::error!(webhook = lane.webhook_id, %error, "the outbox cannot be read or written");
    }
    manner
}

async fn work(
    webhooks: &Webhooks,
    endpoint: &Arc<Endpoint>,
    lane: &Lane,
    manner: &mut Manner,
) -> Result<(), StoreError> {
    let (version, waiting) = webhooks.store.waiting(lane, TURN).await?;
    for outgoing in &waiting {
        if webhooks.tasks.is_stopping() {
            return webhooks.store.release(lane).await;
        }
        let outcome = attempt(webhooks, endpoint, outgoing).await;
        *manner = judge(&outcome);
        if !record(webhooks, endpoint, lane, outgoing, &outcome).await? {
            return Ok(());
        }
    }
    let is_all = i64::try_from(waiting.len()).is_ok_and(|count| count < TURN);
    if is_all && webhooks.store.settle(lane, version).await? {
        return Ok(());
    }
    // Something joined: its turn comes, with the webhook as it is by then.
    webhooks.store.release(lane).await
}

pub(super) async fn attempt(
    webhooks: &Webhooks,
    endpoint: &Endpoint,
    outgoing: &Outgoing,
) -> Outcome {
    let parcel = Parcel {
        url: &endpoint.webhook.url,
        headers: &endpoint.webhook.headers,
        keys: &endpoint.keys,
        event_id: &outgoing.event_id,
        body: body::of(outgoing),
    };
    let outcome = webhooks.courier.deliver(parcel, webhooks.now()).await;
    webhooks.metrics.webhooks.count(if outcome.is_delivered() {
        Counted::Delivered
    } else {
        Counted::FailedAttempt
    });
    outcome
}

/// Writes what became of an attempt. False where this lane is not to go on.
async fn record(
    webhooks: &Webhooks,
    endpoint: &Endpoint,
    lane: &Lane,
    outgoing: &Outgoing,
    outcome: &Outcome,
) -> Result<bool, StoreError> {
    let now = webhooks.now();
    let verdict = verdict(endpoint, outgoing, outcome, now);
    let until = match verdict {
        Verdict::Delivered => now.plus(LEASE),
        // Given up: whoever comes next starts with the next event.
        Verdict::Again(_) | Verdict::GivenUp => now,
    };
    let held = webhooks
        .store
        .record(lane, &outgoing.event_id, &outcome.attempt, &verdict, until)
        .await?;
    if verdict == Verdict::GivenUp {
        webhooks.metrics.webhooks.count(Counted::GivenUp);
    }
    if verdict == Verdict::Delivered {
        return Ok(held);
    }
    tracing::debug!(
        webhook = lane.webhook_id,
        failure = outcome.attempt.failure,
        status = outcome.attempt.status,
        "a delivery failed"
    );
    if let Some(reason) = schedule::disable(&endpoint.webhook, outcome.gone, now) {
        report::disable(webhooks, &endpoint.webhook, reason).await?;
    }
    Ok(false)
}

fn verdict(endpoint: &Endpoint, outgoing: &Outgoing, outcome: &Outcome, now: Timestamp) -> Verdict {
    if outcome.is_delivered() {
        return Verdict::Delivered;
    }
    let made = outgoing.attempts.saturating_add(1);
    match schedule::pause(
        endpoint.webhook.retries,
        made,
        outcome.retry_after,
        rand::random(),
    ) {
        Some(pause) => Verdict::Again(now.plus(pause)),
        None => Verdict::GivenUp,
    }
}

fn judge(outcome: &Outcome) -> Manner {
    match (outcome.is_delivered(), outcome.attempt.duration) {
        (false, _) => Manner::Failing,
        (true, took) if took <= QUICK => Manner::Quick,
        (true, _) => Manner::Slow,
    }
}
