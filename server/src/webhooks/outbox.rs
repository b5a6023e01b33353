//! Who is next. One loop claims due lanes and delivers many at once; each endpoint has a bounded number of places,
//! so that one that hangs holds up itself alone.
//!
//! Nothing here is durable: dropped at any point, it leaves claims that run out and events that still wait.

use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;

use super::lane::{self, Endpoint, LEASE, Manner};
use crate::runtime::tasks::Group;
use crate::store::{Lane, StoreError};
use crate::webhooks::Webhooks;

/// Deliveries under way in this process.
const TOTAL: usize = 256;

/// Of these, places for endpoints that have not shown to be quick: the rest is always free for those that have.
const UNPROVEN: usize = 192;

/// Sessions delivered to one endpoint at once; fewer while it fails.
const PER_ENDPOINT: usize = 8;
const PER_FAILING: usize = 2;

/// Another node may have left something.
const LOOK_AGAIN: Duration = Duration::from_secs(15);

/// After an error of the database, or where everything due waits for a place.
const SHORTLY: Duration = Duration::from_secs(1);

/// How long a stop waits for answers.
const FAREWELL: Duration = Duration::from_secs(8);

pub async fn run(webhooks: Webhooks) {
    let mut outbox = Outbox {
        webhooks: webhooks.clone(),
        lanes: Group::new(),
        held: HashSet::new(),
        again: HashSet::new(),
        over: Vec::new(),
        places: HashMap::new(),
        manners: HashMap::new(),
    };
    while !webhooks.tasks.is_stopping() {
        let pause = match outbox.claim().await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read; trying again");
                SHORTLY
            }
        };
        outbox.wait(pause).await;
    }
    let farewell = async { while outbox.lanes.next().await.is_some() {} };
    let _ = tokio::time::timeout(FAREWELL, farewell).await;
}

type Ended = (Lane, Manner);

struct Outbox {
    webhooks: Webhooks,
    lanes: Group<Ended>,
    held: HashSet<(i64, String)>,
    /// Lanes claimed again before we saw that their last turn was over. They are let go when we do: a lane is never
    /// delivered twice at once, and never left claimed by nobody.
    again: HashSet<(i64, String)>,
    over: Vec<Lane>,
    /// Lanes under way by webhook.
    places: HashMap<i64, usize>,
    /// How each webhook went last.
    manners: HashMap<i64, Manner>,
}

impl Outbox {
    /// Starts whatever is due and has a place. Returns how long nothing else will be.
    async fn claim(&mut self) -> Result<Duration, StoreError> {
        while let Some(lane) = self.over.last() {
            self.webhooks.store.release(lane).await?;
            self.over.pop();
        }
        let due = self
            .webhooks
            .store
            .due_webhooks(self.webhooks.now())
            .await?;
        for webhook_id in due {
            let places = self.free_places(webhook_id);
            if places > 0 {
                self.claim_of(webhook_id, places).await?;
            }
        }
        let now = self.webhooks.now();
        let due = self.webhooks.store.next_due().await?;
        Ok(match due.map(|due| due.remaining(now)) {
            None => LOOK_AGAIN,
            Some(Duration::ZERO) => SHORTLY,
            Some(pause) => pause.min(LOOK_AGAIN),
        })
    }

    async fn claim_of(&mut self, webhook_id: i64, places: usize) -> Result<(), StoreError> {
        let webhooks = &self.webhooks;
        let now = webhooks.now();
        let node = &webhooks.node;
        let claimed = webhooks
            .store
            .claim_lanes(webhook_id, node, now, now.plus(LEASE), places)
            .await?;
        if claimed.is_empty() {
            return Ok(());
        }
        let Some(webhook) = webhooks.store.webhook_of_anyone(webhook_id).await? else {
            return Ok(());
        };
        let keys = webhooks.store.webhook_keys(webhook_id, now).await?;
        let endpoint = Arc::new(Endpoint { webhook, keys });
        for lane in claimed {
            let name = (webhook_id, lane.session_name.clone());
            if !self.held.insert(name.clone()) {
                self.again.insert(name);
                continue;
            }
            *self.places.entry(webhook_id).or_default() += 1;
            let (webhooks, endpoint) = (self.webhooks.clone(), endpoint.clone());
            self.lanes.spawn(async move {
                // Whatever happens in there, the lane's place must become free.
                let work = AssertUnwindSafe(lane::run(&webhooks, &endpoint, &lane));
                let manner = work.catch_unwind().await.unwrap_or(Manner::Unknown);
                (lane, manner)
            });
        }
        Ok(())
    }

    fn free_places(&self, webhook_id: i64) -> usize {
        let taken = |id: i64| self.places.get(&id).copied().unwrap_or_default();
        let quick = |id: i64| self.manners.get(&id) == Some(&Manner::Quick);
        let own = match self.manners.get(&webhook_id) {
            Some(Manner::Failing) => PER_FAILING,
            _ => PER_ENDPOINT,
        };
        let mut free = TOTAL.saturating_sub(self.lanes.len());
        if !quick(webhook_id) {
            let unproven: usize = self
                .places
                .iter()
                .filter(|(id, _)| !quick(**id))
                .map(|(_, places)| places)
                .sum();
            free = free.min(UNPROVEN.saturating_sub(unproven));
        }
        own.saturating_sub(taken(webhook_id)).min(free)
    }

    /// Waits for something to do: a commit, a lane that ended, a time, a stop.
    async fn wait(&mut self, pause: Duration) {
        let webhooks = self.webhooks.clone();
        let ended = tokio::select! {
            Some(ended) = self.lanes.next() => Some(ended),
            () = webhooks.store.news() => None,
            () = tokio::time::sleep(pause) => None,
            () = webhooks.tasks.stopping() => None,
        };
        if let Some(ended) = ended {
            self.leave(ended);
        }
        // Those that ended meanwhile, in the same round.
        while let Some(Some(ended)) = self.lanes.next().now_or_never() {
            self.leave(ended);
        }
    }

    fn leave(&mut self, (lane, manner): Ended) {
        let name = (lane.webhook_id, lane.session_name.clone());
        self.held.remove(&name);
        if let Some(places) = self.places.get_mut(&lane.webhook_id) {
            *places -= 1;
            if *places == 0 {
                self.places.remove(&lane.webhook_id);
            }
        }
        if manner != Manner::Unknown {
            self.manners.insert(lane.webhook_id, manner);
        }
        if self.again.remove(&name) {
            self.over.push(lane);
        }
    }
}
