//! Claims due queues and delivers many at once. The slots of each endpoint are bounded, so an endpoint that hangs
//! delays only itself.
//!
//! Nothing here is durable: if it stops at any point, claims expire and the events are still pending.

use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;

use super::queue::{self, Endpoint, EndpointState, LEASE};
use crate::domain::id::WebhookId;
use crate::runtime::tasks::Group;
use crate::store::{DeliveryQueue, StoreError};
use crate::webhooks::Webhooks;

/// Queues that this process delivers at once.
const MAX_QUEUES: usize = 256;

/// Slots for endpoints that are not known to be fast. The others are reserved for fast endpoints.
const MAX_UNPROVEN: usize = 192;

/// Queues delivered to one endpoint at once; fewer while it fails.
const PER_ENDPOINT: usize = 8;
const PER_FAILING: usize = 2;

/// How often to check for work of other processes, which cannot wake this one.
const POLL_INTERVAL: Duration = Duration::from_secs(15);

/// The pause after a database error, or while every due queue waits for a slot.
const RETRY_INTERVAL: Duration = Duration::from_secs(1);

/// How long a shutdown waits for responses.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(8);

pub async fn run(webhooks: Webhooks) {
    let mut outbox = Outbox {
        webhooks: webhooks.clone(),
        queues: Group::new(),
        held: HashSet::new(),
        claimed_again: HashSet::new(),
        to_release: Vec::new(),
        slots: HashMap::new(),
        states: HashMap::new(),
    };
    while !webhooks.tasks.is_stopping() {
        let pause = match outbox.claim().await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read; trying again");
                RETRY_INTERVAL
            }
        };
        outbox.wait(pause).await;
    }
    let finished = async { while outbox.queues.next().await.is_some() {} };
    let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, finished).await;
}

type EndedTurn = (DeliveryQueue, EndpointState);

struct Outbox {
    webhooks: Webhooks,
    queues: Group<EndedTurn>,
    held: HashSet<(WebhookId, String)>,
    /// Queues that were claimed again before their last turn was seen to end. Their claim is released when it ends, so
    /// that a queue is never delivered twice at once and no claim is left behind.
    claimed_again: HashSet<(WebhookId, String)>,
    to_release: Vec<DeliveryQueue>,
    /// Queues being delivered, by webhook.
    slots: HashMap<WebhookId, usize>,
    /// How the last turn of each webhook went.
    states: HashMap<WebhookId, EndpointState>,
}

impl Outbox {
    /// Starts the due queues for which there are slots. Returns the time until the next queue is due.
    async fn claim(&mut self) -> Result<Duration, StoreError> {
        while let Some(queue) = self.to_release.last() {
            self.webhooks.store.release(queue).await?;
            self.to_release.pop();
        }
        let due = self
            .webhooks
            .store
            .due_webhooks(self.webhooks.now())
            .await?;
        for webhook_id in due {
            let slots = self.free_slots(webhook_id);
            if slots > 0 {
                self.claim_webhook(webhook_id, slots).await?;
            }
        }
        let now = self.webhooks.now();
        let due = self.webhooks.store.next_due().await?;
        Ok(match due.map(|due| due.remaining(now)) {
            None => POLL_INTERVAL,
            Some(Duration::ZERO) => RETRY_INTERVAL,
            Some(pause) => pause.min(POLL_INTERVAL),
        })
    }

    async fn claim_webhook(
        &mut self,
        webhook_id: WebhookId,
        slots: usize,
    ) -> Result<(), StoreError> {
        let webhooks = &self.webhooks;
        let now = webhooks.now();
        let node = &webhooks.node;
        let claimed = webhooks
            .store
            .claim_queues(webhook_id, node, now, now.plus(LEASE), slots)
            .await?;
        if claimed.is_empty() {
            return Ok(());
        }
        let Some(webhook) = webhooks.store.webhook_by_id(webhook_id).await? else {
            return Ok(());
        };
        let keys = webhooks.store.webhook_keys(webhook_id, now).await?;
        let endpoint = Arc::new(Endpoint { webhook, keys });
        for queue in claimed {
            let name = (webhook_id, queue.session_name.clone());
            if !self.held.insert(name.clone()) {
                self.claimed_again.insert(name);
                continue;
            }
            *self.slots.entry(webhook_id).or_default() += 1;
            let (webhooks, endpoint) = (self.webhooks.clone(), endpoint.clone());
            self.queues.spawn(async move {
                // A panic must not keep the slot occupied.
                let work = AssertUnwindSafe(queue::run(&webhooks, &endpoint, &queue));
                let state = work.catch_unwind().await.unwrap_or(EndpointState::Unknown);
                (queue, state)
            });
        }
        Ok(())
    }

    fn free_slots(&self, webhook_id: WebhookId) -> usize {
        let taken = |id: WebhookId| self.slots.get(&id).copied().unwrap_or_default();
        let fast = |id: WebhookId| self.states.get(&id) == Some(&EndpointState::Fast);
        let own = match self.states.get(&webhook_id) {
            Some(EndpointState::Failing) => PER_FAILING,
            _ => PER_ENDPOINT,
        };
        let mut free = MAX_QUEUES.saturating_sub(self.queues.len());
        if !fast(webhook_id) {
            let unproven: usize = self
                .slots
                .iter()
                .filter(|(id, _)| !fast(**id))
                .map(|(_, slots)| slots)
                .sum();
            free = free.min(MAX_UNPROVEN.saturating_sub(unproven));
        }
        own.saturating_sub(taken(webhook_id)).min(free)
    }

    /// Waits until something changes: a commit, the end of a queue's turn, the pause, or a shutdown.
    async fn wait(&mut self, pause: Duration) {
        let webhooks = self.webhooks.clone();
        let ended = tokio::select! {
            Some(ended) = self.queues.next() => Some(ended),
            () = webhooks.store.outbox_changed() => None,
            () = tokio::time::sleep(pause) => None,
            () = webhooks.tasks.stopping() => None,
        };
        if let Some(ended) = ended {
            self.end_turn(ended);
        }
        // Also handle the turns that ended in the meantime.
        while let Some(Some(ended)) = self.queues.next().now_or_never() {
            self.end_turn(ended);
        }
    }

    fn end_turn(&mut self, (queue, state): EndedTurn) {
        let name = (queue.webhook_id, queue.session_name.clone());
        self.held.remove(&name);
        if let Some(slots) = self.slots.get_mut(&queue.webhook_id) {
            *slots -= 1;
            if *slots == 0 {
                self.slots.remove(&queue.webhook_id);
            }
        }
        if state != EndpointState::Unknown {
            self.states.insert(queue.webhook_id, state);
        }
        if self.claimed_again.remove(&name) {
            self.to_release.push(queue);
        }
    }
}
