//! Telling the tenant's backends what happened, so that nothing is lost.
//!
//! `signature`, `schedule`, `target`, `body` and `redact` are pure. `courier` makes one attempt, `outbox` decides
//! who is next, `keeper` forgets and raises alarms; `manage`, `log` and `try_out` are what a tenant may ask for.
//! May not know: SQL, the API's HTTP.

pub mod body;
pub mod courier;
pub mod headers;
pub mod keeper;
mod lane;
pub mod log;
pub mod manage;
pub mod outbox;
pub mod redact;
mod report;
pub mod schedule;
pub mod signature;
pub mod target;
pub mod try_out;

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use self::courier::Courier;
use crate::domain::time::Timestamp;
use crate::runtime::clock::SharedClock;
use crate::runtime::ids::Ids;
use crate::runtime::metrics::Metrics;
use crate::runtime::tasks::Tasks;
use crate::store::Store;

/// The state of this feature; cloning shares it.
#[derive(Clone)]
pub struct Webhooks(Arc<State>);

pub struct State {
    pub store: Store,
    pub clock: SharedClock,
    pub ids: Arc<Ids>,
    pub tasks: Tasks,
    pub metrics: Arc<Metrics>,
    pub courier: Courier,
    /// How long delivered events are kept.
    pub retention: Duration,
    /// Names this process among those that share a database.
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
