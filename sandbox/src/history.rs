//! What the network saw, the last of it, for tests and for people who wonder. It names numbers and devices;
//! no code, key or text is ever in it.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};

use serde::Serialize;

use crate::clock::unix_millis;
use crate::phone::DeviceAddress;

/// How much is remembered.
const LENGTH: usize = 2000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// A handshake was made.
    Connected,
    /// A client without an account asked to be linked.
    Registered,
    Login,
    LoginRefused,
    Scan,
    CodeRequested,
    CodeEntered,
    Linked,
    Unlinked,
    MessageSent,
    MessageAcked,
    /// The device can do nothing with it, and said so.
    MessageRefused,
    /// The device asked for it again too often.
    MessageGivenUp,
    /// A connection was ended on purpose.
    Dropped,
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

/// Whom an entry is about.
#[derive(Debug, Clone, Default)]
pub(crate) struct About {
    number: Option<String>,
    device: Option<u16>,
}

impl About {
    /// A connection that has not said who it is.
    pub(crate) fn nobody() -> About {
        About::default()
    }
}

impl From<&str> for About {
    fn from(number: &str) -> About {
        About {
            number: Some(number.to_owned()),
            device: None,
        }
    }
}

impl From<&DeviceAddress> for About {
    fn from(address: &DeviceAddress) -> About {
        About {
            number: Some(address.number.clone()),
            device: Some(address.device),
        }
    }
}

#[derive(Default)]
pub(crate) struct History(Mutex<VecDeque<Entry>>);

impl History {
    /// Remembers that something happened; an empty detail is none.
    pub(crate) fn note(&self, kind: Kind, about: impl Into<About>, detail: &str) {
        let About { number, device } = about.into();
        let entry = Entry {
            at: unix_millis(),
            kind,
            phone_number: number.map(|number| format!("+{number}")),
            device,
            detail: (!detail.is_empty()).then(|| detail.to_owned()),
        };
        let mut entries = self.entries();
        if entries.len() == LENGTH {
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
    fn the_oldest_is_forgotten_first() {
        let history = History::default();
        history.note(Kind::Connected, About::nobody(), "");
        for _ in 0..LENGTH {
            history.note(Kind::Scan, "5511999990001", "");
        }
        let entries = history.all();
        assert_eq!(entries.len(), LENGTH);
        assert_eq!(entries[0].kind, Kind::Scan);
        assert!(entries[0].is_about("5511999990001"));
        assert!(!entries[0].is_about("551199999000"));
    }
}
