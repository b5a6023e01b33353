//! Metrics of this process for Prometheus, one struct per subject. Each app has its own registry, so that two
//! services in one process do not share metrics.
//!
//! A label never contains a tenant, a session, an address or anything else that a caller can choose: each value is
//! from a list in the code. Only this module names `prometheus_client`.

mod connections;
mod database;
mod funnel;
mod http;
mod limits;
mod purges;
mod sessions;
mod streams;
mod webhooks;

use std::fmt;

use prometheus_client::encoding::text;
use prometheus_client::registry::Registry;

pub use self::connections::{Connections, OpenConnection};
pub use self::database::Database;
pub use self::funnel::Funnel;
pub use self::http::{HandledRequest, Http};
pub use self::limits::Limits;
pub use self::purges::{PurgedKind, PurgedRows, Purges};
pub use self::sessions::Sessions;
pub use self::streams::{StreamListener, Streams};
pub use self::webhooks::{WebhookOutcome, Webhooks};

/// The content type of the metrics.
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

pub struct Metrics {
    registry: Registry,
    pub sessions: Sessions,
    pub funnel: Funnel,
    pub streams: Streams,
    pub http: Http,
    pub connections: Connections,
    pub limits: Limits,
    pub purges: Purges,
    pub webhooks: Webhooks,
    pub database: Database,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("titan");
        Metrics {
            sessions: Sessions::new(&mut registry),
            funnel: Funnel::new(&mut registry),
            streams: Streams::new(&mut registry),
            http: Http::new(&mut registry),
            connections: Connections::new(&mut registry),
            limits: Limits::new(&mut registry),
            purges: Purges::new(&mut registry),
            webhooks: Webhooks::new(&mut registry),
            database: Database::new(&mut registry),
            registry,
        }
    }
}

impl Metrics {
    /// All metrics in the OpenMetrics text format.
    pub fn write(&self) -> Result<String, fmt::Error> {
        let mut out = String::new();
        text::encode(&mut out, &self.registry)?;
        Ok(out)
    }
}
