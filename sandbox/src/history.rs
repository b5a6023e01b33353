//! The most recent events of the network, for tests and for people who look for the cause of something. They name
//! numbers and devices, but never contain a code, a key or a text.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};

use serde::Serialize;

use crate::clock::unix_millis;
use crate::phone::DeviceAddress;

/// How many entries are kept.
const LIMIT: usize = 2000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// A handshake succeeded.
    Connected,
    /// A client without an account requested to be linked.
    Registered,
    Login,
    LoginRefused,
    Scan,
    CodeRequested,
    CodeEntered,
    Linked,
    Unlinked,
    /// A device replaced its signed prekey.
    KeyRotated,
    /// A device reported whether it is in use.
    Presence,
    MessageSent,
    /// The network refused a message of a device.
    SendingRefused,
    MessageAcked,
    /// A phone or a device could not decrypt it, and requested another copy from its sender.
    RetryRequested,
    /// The device has requested it from its phone.
    ResendRequested,
    /// The device rejected it.
    MessageRefused,
    /// The device requested it again too often.
    MessageGivenUp,
    /// A connection was ended on purpose.
    Dropped,
    /// A client requested something that this network does not implement; the detail names it.
    NotImplemented,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    /// Milliseconds since 1970.
    at: u64,
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

impl Entry {
    pub(crate) fn is_about(&self, number: &str) -> bool {
        let own = self.phone_number.as_deref();
        own.and_then(|own| own.strip_prefix('+')) == Some(number)
    }
}

/// The phone or device that an entry is about.
#[derive(Debug, Clone, Default)]
pub(crate) struct Subject {
    number: Option<String>,
    device: Option<u16>,
}

impl Subject {
    /// A connection that has not identified itself.
    pub(crate) fn unknown() -> Subject {
        Subject::default()
    }
}

impl From<&str> for Subject {
    fn from(number: &str) -> Subject {
        Subject {
            number: Some(number.to_owned()),
            device: None,
        }
    }
}

impl From<&DeviceAddress> for Subject {
    fn from(address: &DeviceAddress) -> Subject {
        Subject {
            number: Some(address.number.clone()),
            device: Some(address.device),
        }
    }
}

#[derive(Default)]
pub(crate) struct History(Mutex<VecDeque<Entry>>);

impl History {
    /// Records an event. An empty detail means none.
    pub(crate) fn record(&self, kind: Kind, subject: impl Into<Subject>, detail: &str) {
        let Subject { number, device } = subject.into();
        let entry = Entry {
            at: unix_millis(),
            kind,
            phone_number: number.map(|number| format!("+{number}")),
            device,
            detail: (!detail.is_empty()).then(|| detail.to_owned()),
        };
        let mut entries = self.entries();
        if entries.len() == LIMIT {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    /// The oldest first.
    pub(crate) fn all(&self) -> Vec<Entry> {
        self.entries().iter().cloned().collect()
    }

    fn entries(&self) -> MutexGuard<'_, VecDeque<Entry>> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_entry_is_removed_first() {
        let history = History::default();
        history.record(Kind::Connected, Subject::unknown(), "");
        for _ in 0..LIMIT {
            history.record(Kind::Scan, "5511999990001", "");
        }
        let entries = history.all();
        assert_eq!(entries.len(), LIMIT);
        assert_eq!(entries[0].kind, Kind::Scan);
        assert!(entries[0].is_about("5511999990001"));
        assert!(!entries[0].is_about("551199999000"));
    }
}
