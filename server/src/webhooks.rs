//! Delivers events to the tenants' backends, at least once and in order.
//!
//! `signature`, `schedule`, `target`, `body` and `redact` are pure. `sender` makes one attempt, `outbox` chooses the
//! queues to deliver, `maintenance` deletes old events and reports stalled webhooks; `manage`, `log` and
//! `test_delivery` are the operations of a tenant. Imports no SQL and nothing of the API's HTTP.

pub mod body;
pub mod headers;
pub mod log;
pub mod maintenance;
pub mod manage;
pub mod outbox;
mod queue;
pub mod redact;
mod report;
pub mod schedule;
pub mod sender;
pub mod signature;
pub mod target;
pub mod test_delivery;

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use self::sender::Sender;
use crate::domain::time::Timestamp;
use crate::runtime::clock::SharedClock;
use crate::runtime::ids::Ids;
use crate::runtime::metrics::Metrics;
use crate::runtime::tasks::Tasks;
use crate::store::Store;

/// The state of this feature. Clones share it.
#[derive(Clone)]
pub struct Webhooks(Arc<State>);

pub struct State {
    pub store: Store,
    pub clock: SharedClock,
    pub ids: Arc<Ids>,
    pub tasks: Tasks,
    pub metrics: Arc<Metrics>,
    pub sender: Sender,
    /// How long delivered events are kept.
    pub retention: Duration,
    /// Identifies this process among those that share a database.
    pub node: String,
}

impl Webhooks {
    pub fn new(state: State) -> Self {
        Webhooks(Arc::new(state))
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl Deref for Webhooks {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}
