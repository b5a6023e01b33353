//! Metrics of webhook deliveries.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByOutcome {
    outcome: &'static str,
}

/// An outcome to count.
#[derive(Debug, Clone, Copy)]
pub enum WebhookOutcome {
    Delivered,
    FailedAttempt,
    /// The last attempt has failed. A replay can queue it again.
    GivenUp,
    Disabled,
    Stalled,
}

pub struct Webhooks {
    deliveries: Family<ByOutcome, Counter>,
    disabled: Counter,
    stalled: Counter,
}

impl Webhooks {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let webhooks = Webhooks {
            deliveries: Family::default(),
            disabled: Counter::default(),
            stalled: Counter::default(),
        };
        registry.register(
            "webhook_deliveries",
            "Deliveries to webhooks by outcome: delivered, failed_attempt (tried again), given_up",
            webhooks.deliveries.clone(),
        );
        registry.register(
            "webhooks_disabled",
            "Webhooks disabled because they were gone or had failed for days",
            webhooks.disabled.clone(),
        );
        registry.register(
            "webhooks_stalled",
            "Webhooks that took no events of a connected session for a while",
            webhooks.stalled.clone(),
        );
        // Prometheus needs an initial zero to compute a rate.
        for outcome in ["delivered", "failed_attempt", "given_up"] {
            drop(webhooks.deliveries.get_or_create(&ByOutcome { outcome }));
        }
        webhooks
    }

    pub fn count(&self, what: WebhookOutcome) {
        let of = |outcome| self.deliveries.get_or_create(&ByOutcome { outcome }).inc();
        match what {
            WebhookOutcome::Delivered => of("delivered"),
            WebhookOutcome::FailedAttempt => of("failed_attempt"),
            WebhookOutcome::GivenUp => of("given_up"),
            WebhookOutcome::Disabled => self.disabled.inc(),
            WebhookOutcome::Stalled => self.stalled.inc(),
        };
    }
}
