//! Metrics of the database, measured when the metrics are requested.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByState {
    state: &'static str,
}

pub struct Database {
    up: Gauge,
    connections: Family<ByState, Gauge>,
    wait: Gauge<f64, AtomicU64>,
}

impl Database {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let database = Database {
            up: Gauge::default(),
            connections: Family::default(),
            wait: Gauge::default(),
        };
        registry.register(
            "database_up",
            "Whether the database answered just now",
            database.up.clone(),
        );
        registry.register(
            "database_connections",
            "This process's connections",
            database.connections.clone(),
        );
        registry.register_with_unit(
            "database_wait",
            "How long a query just now took, waiting for a connection included",
            Unit::Seconds,
            database.wait.clone(),
        );
        database
    }

    /// `took`: the duration of a query, if it succeeded.
    pub fn record(&self, took: Option<Duration>, idle: u32, all: u32) {
        self.up.set(i64::from(took.is_some()));
        if let Some(took) = took {
            self.wait.set(took.as_secs_f64());
        }
        for (state, count) in [("idle", idle), ("busy", all.saturating_sub(idle))] {
            self.connections
                .get_or_create(&ByState { state })
                .set(i64::from(count));
        }
    }
}
