//! The events of a connection, in the words of the domain. Text that people wrote is cleaned here, where it enters.

use std::time::Duration;

use engine::{Refusal, Via};
use tokio::sync::mpsc::UnboundedReceiver;

use super::history::Recorder;
use super::text_message::{refusal_of, timestamp};
use crate::domain::event::QrCode;
use crate::domain::failure::Failure;
use crate::domain::message::{MessageRefusal, MessageStatus};
use crate::domain::mode::Method;
use crate::domain::session::{Account, Platform};
use crate::domain::text::clean_name;
use crate::domain::time::Timestamp;

/// An event of a connection.
pub enum Event {
    /// A QR code to show; it replaces the one before.
    QrCode {
        qr: QrCode,
        lasts: Duration,
    },
    /// The last QR code has expired.
    CodesExhausted,
    /// The phone code that was issued last is not valid any more.
    PhoneCodeEnded,
    /// The phone has accepted, and the credentials are stored.
    Linked {
        account: Account,
        method: Method,
    },
    /// The phone has accepted, and linking failed.
    LinkFailed(Failure),
    /// WhatsApp wants a passkey before this account may link a device.
    PasskeyRequired,
    /// Logged in.
    Connected(Account),
    /// The name that the account shows to others.
    PushName(String),
    /// The phone was active so long ago.
    PhoneSeen {
        ago: Duration,
    },
    /// Messages that were sent have reached this status, perhaps not for the first time.
    MessageStatus {
        ids: Vec<String>,
        status: MessageStatus,
    },
    /// WhatsApp has refused a message after its sender had stopped waiting.
    MessageRefused {
        id: String,
        refusal: MessageRefusal,
    },
    /// WhatsApp lets the account write only to people with whom it has a conversation.
    Restricted {
        until: Timestamp,
    },
    RestrictionEnded,
    /// The connection was lost; it is opened again by itself.
    Dropped,
    /// WhatsApp was not reached; it is tried again by itself.
    Unreachable(FailedAttempt),
    /// WhatsApp is reached again.
    Reached,
    /// The link does not exist any more; `reason` is the word for `session.logged_out`.
    LoggedOut {
        reason: &'static str,
    },
    /// Another connection uses the same link.
    Replaced,
    /// The account is suspended; `None` where the end is not known.
    Banned {
        lasts: Option<Duration>,
    },
    /// The connection has ended for another reason.
    Failed {
        failure: Failure,
        /// A short code for the log.
        reason: String,
    },
}

/// An attempt to reach WhatsApp that failed.
pub struct FailedAttempt {
    /// How many in a row have failed, this one included.
    pub number: u32,
    /// A short code.
    pub reason: &'static str,
    /// The server and the error, for the log.
    pub detail: String,
    pub next_in: Duration,
}

/// The events of one connection, in order.
pub struct Events {
    events: UnboundedReceiver<engine::Event>,
    history: Recorder,
}

impl Events {
    pub(super) fn new(events: UnboundedReceiver<engine::Event>, history: Recorder) -> Self {
        Events { events, history }
    }

    /// The next event; `None` when the connection has closed.
    pub async fn next(&mut self) -> Option<Event> {
        let event = self.events.recv().await?;
        self.history.record(&event);
        translate(event)
    }
}

/// `None` for the last event, which says that the connection has closed.
fn translate(event: engine::Event) -> Option<Event> {
    Some(match event {
        engine::Event::Qr { code, lasts } => Event::QrCode {
            qr: QrCode::new(code.into_string()),
            lasts,
        },
        engine::Event::QrExhausted => Event::CodesExhausted,
        engine::Event::PhoneCodeOver => Event::PhoneCodeEnded,
        engine::Event::Linked { account, via } => Event::Linked {
            account: account_of(account),
            method: match via {
                Via::Qr => Method::Qr,
                Via::PhoneCode => Method::Pairing,
            },
        },
        engine::Event::LinkRefused { refusal } => Event::LinkFailed(failure_of(&refusal)),
        engine::Event::PasskeyRequired => Event::PasskeyRequired,
        engine::Event::Connected(account) => Event::Connected(account_of(account)),
        engine::Event::PushName(name) => Event::PushName(clean_name(&name)),
        engine::Event::PhoneSeen { ago } => Event::PhoneSeen { ago },
        engine::Event::MessageStatus { ids, status } => Event::MessageStatus {
            ids: ids.iter().map(|id| clean_name(id)).collect(),
            status: status_of(status),
        },
        engine::Event::MessageRefused { id, refusal } => Event::MessageRefused {
            id: clean_name(&id),
            refusal: refusal_of(refusal),
        },
        engine::Event::Restricted { until } => Event::Restricted {
            until: timestamp(until),
        },
        engine::Event::RestrictionEnded => Event::RestrictionEnded,
        engine::Event::Dropped => Event::Dropped,
        engine::Event::Unreachable {
            attempt,
            reason,
            detail,
            next_in,
        } => Event::Unreachable(FailedAttempt {
            number: attempt,
            reason: reason.code(),
            detail,
            next_in,
        }),
        engine::Event::Reached => Event::Reached,
        engine::Event::LoggedOut { reason } => Event::LoggedOut {
            reason: log_out_reason(&reason),
        },
        engine::Event::Replaced => Event::Replaced,
        engine::Event::Banned { lasts } => Event::Banned {
            lasts: (!lasts.is_zero()).then_some(lasts),
        },
        engine::Event::Outdated => Event::Failed {
            failure: Failure::Outdated,
            reason: "outdated".to_owned(),
        },
        engine::Event::Failed { reason } => failed(reason),
        engine::Event::Closed => return None,
    })
}

fn failed(reason: String) -> Event {
    Event::Failed {
        failure: match reason.as_str() {
            "proxy_refused" => Failure::ProxyRefused,
            _ => Failure::Unknown,
        },
        reason,
    }
}

fn status_of(status: engine::MessageStatus) -> MessageStatus {
    match status {
        engine::MessageStatus::Sent => MessageStatus::Sent,
        engine::MessageStatus::Delivered => MessageStatus::Delivered,
        engine::MessageStatus::Read => MessageStatus::Read,
    }
}

fn failure_of(refusal: &Refusal) -> Failure {
    match refusal {
        Refusal::Coexistence => Failure::Coexistence,
        Refusal::Other(code) if code == "passkey" => Failure::PasskeyRequired,
        Refusal::SignatureMismatch | Refusal::Other(_) => Failure::LinkRefused,
    }
}

fn log_out_reason(reason: &str) -> &'static str {
    match reason {
        "device_removed" | "not_linked" => "unlinked",
        "account_locked" => "account_locked",
        "requested" => "requested",
        _ => "unknown",
    }
}

fn account_of(account: engine::Account) -> Account {
    Account {
        phone_number: clean_name(&account.phone_number),
        lid: Some(clean_name(&account.lid)).filter(|lid| !lid.is_empty()),
        push_name: account.push_name.as_deref().map(clean_name),
        business_name: account.business_name.as_deref().map(clean_name),
        platform: match account.platform {
            engine::Platform::Business => Platform::Business,
            engine::Platform::Consumer => Platform::Consumer,
        },
    }
}
