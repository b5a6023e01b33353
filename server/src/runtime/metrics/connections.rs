//! Metrics of the connections of clients.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByReason {
    reason: &'static str,
}

pub struct Connections {
    open: Gauge,
    timed_out: Family<ByReason, Counter>,
}

/// One open connection; counted until this is dropped.
pub struct OpenConnection(Gauge);

impl Connections {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let connections = Connections {
            open: Gauge::default(),
            timed_out: Family::default(),
        };
        registry.register(
            "connections",
            "Open connections of clients",
            connections.open.clone(),
        );
        registry.register(
            "connections_timed_out",
            "Connections closed because the client took too long, by what it was to do",
            connections.timed_out.clone(),
        );
        // Prometheus needs an initial zero to compute a rate.
        for reason in ["head", "body", "idle", "write"] {
            drop(connections.timed_out.get_or_create(&ByReason { reason }));
        }
        connections
    }

    pub fn add(&self) -> OpenConnection {
        self.open.inc();
        OpenConnection(self.open.clone())
    }

    /// `reason`: `head`, `body`, `idle` or `write`.
    pub fn timed_out(&self, reason: &'static str) {
        self.timed_out.get_or_create(&ByReason { reason }).inc();
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.dec();
    }
}
