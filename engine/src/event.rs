//! What a session tells its embedder, in the order in which it happened.

use std::fmt;
use std::time::Duration;

use crate::{Account, Unreachable};

/// Something that happened to a session.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A code to show to the phone; the next one replaces it.
    Qr {
        /// The string to draw.
        code: QrCode,
        /// How long WhatsApp accepts it.
        lasts: Duration,
    },
    /// Every code went unscanned. Nothing more happens until [`crate::Line::renew`].
    QrExhausted,
    /// The phone accepted, and the link already survives a crash of this process.
    Linked {
        /// Who.
        account: Account,
        /// How the person did it.
        via: Via,
    },
    /// The outstanding phone code is worth nothing any more: it expired, its connection was lost,
    /// or WhatsApp gave it up.
    PhoneCodeOver,
    /// The phone scanned, but the link did not come about.
    LinkRefused {
        /// Why.
        refusal: Refusal,
    },
    /// WhatsApp wants a passkey before this account may link a device.
    PasskeyRequired,
    /// Logged in and usable.
    Connected(Account),
    /// The account's own display name became known or changed.
    PushName(String),
    /// The connection was lost; the session is coming back by itself.
    Dropped,
    /// An attempt to reach WhatsApp failed; the session makes another one by itself.
    Unreachable {
        /// How many attempts in a row have failed, this one included.
        attempt: u32,
        /// Why.
        reason: Unreachable,
        /// What was tried and what came of it, for logs.
        detail: String,
        /// How long until the next attempt.
        next_in: Duration,
    },
    /// WhatsApp is reached again after [`Event::Unreachable`].
    Reached,
    /// The link is gone. What the engine keeps of it is worthless: [`crate::Engine::forget`] it.
    LoggedOut {
        /// A short code such as `device_removed`.
        reason: String,
    },
    /// Another connection took over the same link.
    Replaced,
    /// WhatsApp suspended the account for a while.
    Banned {
        /// How long.
        lasts: Duration,
    },
    /// WhatsApp does not accept this version of the client any more.
    Outdated,
    /// The session ended for another reason.
    Failed {
        /// A short code such as `key_store`.
        reason: String,
    },
    /// Nothing runs any more. Always the last event, exactly once.
    Closed,
}

/// How a person linked the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// By scanning a QR code.
    Qr,
    /// By typing a code on the phone.
    PhoneCode,
}

/// Why a scan did not end in a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The number is also on the Cloud API; WhatsApp signs such accounts in a way not yet supported.
    Coexistence,
    /// The phone's signature over this device does not verify.
    SignatureMismatch,
    /// Another short code from the protocol.
    Other(String),
}

/// The string inside a QR code. Whoever has it can offer it to a phone, so `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct QrCode(String);

impl QrCode {
    /// Wraps the string of a code.
    pub fn new(code: impl Into<String>) -> QrCode {
        QrCode(code.into())
    }

    /// The string to draw.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The string to draw, by value.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for QrCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("QrCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_code() {
        let event = Event::Qr {
            code: QrCode::new("2@secret"),
            lasts: Duration::from_secs(20),
        };
        assert_eq!(format!("{event:?}"), "Qr { code: QrCode(…), lasts: 20s }");
    }
}
