//! A change of a webhook.

use super::webhook::{DisabledReason, EventFilter, Header, Retries, Webhook};

/// `None` leaves a field unchanged, `Some(None)` removes it.
#[derive(Default)]
pub struct WebhookChange {
    pub url: Option<String>,
    pub events: Option<EventFilter>,
    pub session: Option<Option<String>>,
    pub label: Option<Option<String>>,
    pub headers: Option<Vec<Header>>,
    pub retries: Option<Option<Retries>>,
    pub enabled: Option<Switch>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    On,
    Off,
}

impl WebhookChange {
    /// Whether earlier failures no longer count, because the webhook is enabled or has a new URL.
    pub fn restarts_deliveries(&self) -> bool {
        self.url.is_some() || self.enabled == Some(Switch::On)
    }

    pub fn apply(self, webhook: Webhook) -> Webhook {
        let restarts_deliveries = self.restarts_deliveries();
        let (enabled, disabled_reason) = match self.enabled {
            Some(Switch::On) => (true, None),
            Some(Switch::Off) if webhook.enabled => (false, Some(DisabledReason::Requested)),
            Some(Switch::Off) | None => (webhook.enabled, webhook.disabled_reason),
        };
        Webhook {
            url: self.url.unwrap_or(webhook.url),
            events: self.events.unwrap_or(webhook.events),
            session: self.session.unwrap_or(webhook.session),
            label: self.label.unwrap_or(webhook.label),
            headers: self.headers.unwrap_or(webhook.headers),
            retries: self.retries.unwrap_or(webhook.retries),
            enabled,
            disabled_reason,
            failing_since: webhook.failing_since.filter(|_| !restarts_deliveries),
            failures: if restarts_deliveries {
                0
            } else {
                webhook.failures
            },
            ..webhook
        }
    }
}
