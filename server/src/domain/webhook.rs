//! A tenant's webhook: the URL that receives events, and how they are delivered.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;

use super::id::{TenantId, WebhookId};
use super::secret::secret;
use super::time::Timestamp;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Webhook {
    /// Assigned by the store; 0 until then.
    pub id: WebhookId,
    pub tenant_id: TenantId,
    pub url: String,
    pub events: EventFilter,
    /// `None`: events of every session.
    pub session: Option<String>,
    pub label: Option<String>,
    pub headers: Vec<Header>,
    /// `None`: the default schedule.
    pub retries: Option<Retries>,
    pub enabled: bool,
    pub disabled_reason: Option<DisabledReason>,
    /// The first failure since the last success.
    pub failing_since: Option<Timestamp>,
    /// Failures since the last success.
    pub failures: i64,
    pub created_at: Timestamp,
}

/// A header that the tenant adds to each delivery. Debug output hides its value, which may be a credential.
#[derive(Clone, PartialEq, Eq)]
pub struct Header {
    pub name: String,
    pub value: String,
}

impl std::fmt::Debug for Header {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: …", self.name)
    }
}

secret! {
    /// The key that signs deliveries, as the tenant set it. Returned only at its creation.
    HmacKey
}

impl HmacKey {
    /// The prefix of a base64 key, as in Standard Webhooks.
    pub const PREFIX: &str = "whsec_";

    /// A key from random bytes, in the format of Standard Webhooks.
    pub fn from_random(chance: [u8; 32]) -> Self {
        HmacKey::new(format!("{}{}", Self::PREFIX, BASE64.encode(chance)))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventFilter {
    All,
    These(Vec<String>),
}

/// Events this service sends.
const SENT: [&str; 17] = [
    "message.failed",
    "message.received",
    "message.status",
    "session.qr",
    "session.status",
    "session.connected",
    "session.logged_out",
    "session.phone_offline",
    "session.risk",
    "sessions.unlink_wave",
    "session.restricted",
    "session.restriction_ended",
    "webhook.disabled",
    "webhook.stalled",
    "webhook.test",
    "widget.completed",
    "widget.failed",
];

/// Reserved names, which are accepted in filters but not sent yet.
const RESERVED: [&str; 19] = [
    "message.sent",
    "message.ack",
    "message.revoked",
    "message.reaction",
    "message.edited",
    "message.update",
    "message.delete",
    "message.vote",
    "group.update",
    "group.participant",
    "presence.update",
    "call.received",
    "call.missed",
    "call.accepted",
    "call.rejected",
    "contact.update",
    "chat.archive",
    "chat.mute",
    "chat.read",
];

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no event `{name}`; the events are {}", SENT.join(", "))]
pub struct UnknownEvent {
    name: String,
}

impl EventFilter {
    /// `[]` and `["*"]` are all events.
    pub fn parse(names: &[String]) -> Result<Self, UnknownEvent> {
        let known = |name: &str| name == "*" || SENT.contains(&name) || RESERVED.contains(&name);
        if let Some(name) = names.iter().find(|name| !known(name)) {
            return Err(UnknownEvent { name: name.clone() });
        }
        if names.is_empty() || names.iter().any(|name| name == "*") {
            return Ok(EventFilter::All);
        }
        let mut names = names.to_vec();
        names.sort();
        names.dedup();
        Ok(EventFilter::These(names))
    }

    pub fn names(&self) -> &[String] {
        match self {
            EventFilter::All => &[],
            EventFilter::These(names) => names,
        }
    }
}

/// The number of retries and their delays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    pub attempts: u32,
    pub delay: Duration,
    pub policy: Policy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    Constant,
    Linear,
    Exponential,
}

impl Policy {
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "constant" => Some(Policy::Constant),
            "linear" => Some(Policy::Linear),
            "exponential" => Some(Policy::Exponential),
            _ => None,
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Policy::Constant => "constant",
            Policy::Linear => "linear",
            Policy::Exponential => "exponential",
        }
    }
}

/// Why a webhook is disabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisabledReason {
    /// Its owner disabled it.
    Requested,
    /// The endpoint responded with 410.
    Gone,
    /// Deliveries have failed for days.
    Failing,
}

impl DisabledReason {
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Requested, Self::Gone, Self::Failing]
            .into_iter()
            .find(|reason| reason.as_str() == word)
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            DisabledReason::Requested => "requested",
            DisabledReason::Gone => "gone",
            DisabledReason::Failing => "failing",
        }
    }
}

/// The state of the delivery of one event to one webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    Pending,
    Delivered,
    /// Every attempt has failed; it can be replayed.
    Failed,
}

impl DeliveryState {
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Pending, Self::Delivered, Self::Failed]
            .into_iter()
            .find(|state| state.as_str() == word)
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            DeliveryState::Pending => "pending",
            DeliveryState::Delivered => "delivered",
            DeliveryState::Failed => "failed",
        }
    }
}

/// One attempt in the delivery log, with the beginning of the response, in which possible secrets are redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    pub at: Timestamp,
    /// The status of the response, if there was one.
    pub status: Option<u16>,
    /// The stable code of the failure.
    pub failure: Option<String>,
    pub duration: Duration,
    pub answer: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_filter_and_a_star_match_every_event() {
        let parse = |names: &[&str]| {
            EventFilter::parse(&names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>())
        };
        for all in [&[][..], &["*"], &["session.qr", "*"]] {
            assert_eq!(parse(all), Ok(EventFilter::All), "{all:?}");
        }
        let some = parse(&["session.qr", "message.received", "session.qr"]).unwrap();
        assert_eq!(some.names(), ["message.received", "session.qr"]);
        assert!(parse(&["message.ack"]).is_ok(), "reserved");
        let unknown = parse(&["session.qr", "session.gone"]).unwrap_err();
        assert!(unknown.to_string().contains("`session.gone`"), "{unknown}");
    }
}
