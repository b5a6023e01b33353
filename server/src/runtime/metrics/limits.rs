//! Metrics of rejected requests.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByScope {
    scope: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByPlace {
    place: &'static str,
}

pub struct Limits {
    rate_limited: Family<ByScope, Counter>,
    overloaded: Family<ByPlace, Counter>,
    timed_out: Counter,
}

impl Limits {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let limits = Limits {
            rate_limited: Family::default(),
            overloaded: Family::default(),
            timed_out: Counter::default(),
        };
        registry.register(
            "rate_limited",
            "Requests refused with 429, by what was counted",
            limits.rate_limited.clone(),
        );
        registry.register(
            "overloaded",
            "Requests and connections refused because every place was taken",
            limits.overloaded.clone(),
        );
        registry.register(
            "timed_out",
            "Requests given up after the longest time they may take",
            limits.timed_out.clone(),
        );
        // Prometheus needs an initial zero to compute a rate.
        for scope in ["key", "address"] {
            drop(limits.rate_limited.get_or_create(&ByScope { scope }));
        }
        for place in ["request", "stream", "connection", "address"] {
            drop(limits.overloaded.get_or_create(&ByPlace { place }));
        }
        limits
    }

    /// `scope`: `key` or `address`.
    pub fn rate_limited(&self, scope: &'static str) {
        self.rate_limited.get_or_create(&ByScope { scope }).inc();
    }

    /// `place`: `request`, `stream`, `connection`, or `address` for the connections of one address.
    pub fn overloaded(&self, place: &'static str) {
        self.overloaded.get_or_create(&ByPlace { place }).inc();
    }

    pub fn timed_out(&self) {
        self.timed_out.inc();
    }
}
