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

use std::time::Duration;

use courier::Courier;

use crate::security::resolver::GuardedResolver;

/// What delivers: shared by all of the service.
pub struct Webhooks {
    pub courier: Courier,
    /// How long told events are kept.
    pub retention: Duration,
    /// Names this process among those that share a database.
    pub(crate) node: String,
}

impl Webhooks {
    pub fn new(resolver: GuardedResolver, retention: Duration) -> Self {
        Webhooks {
            courier: Courier::new(resolver),
            retention,
            node: format!("{:032x}", rand::random::<u128>()),
        }
    }
}
