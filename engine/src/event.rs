//! The events of a session, in the order in which they happened.

use std::fmt;
use std::time::{Duration, SystemTime};

use whatsapp_rust::pair::NATIVE_CAMERA_DEEP_LINK_PREFIX;

use crate::{Account, MessageRefusal, Unreachable};

/// An event of a session.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A code to display; it replaces the one before.
    Qr {
        /// The string to encode.
        code: QrCode,
        /// How long WhatsApp accepts it.
        lasts: Duration,
    },
    /// The last code has expired unscanned. Nothing more happens until [`crate::Line::renew`].
    QrExhausted,
    /// The phone has accepted, and the link survives a crash of this process.
    Linked {
        /// The linked account.
        account: Account,
        /// How it was linked.
        via: Via,
    },
    /// The active phone code cannot be used any more: it expired, its connection was lost, or WhatsApp invalidated it.
    PhoneCodeOver,
    /// The phone has scanned, but linking failed.
    LinkRefused {
        /// Why.
        refusal: Refusal,
    },
    /// WhatsApp wants a passkey before this account may link a device.
    PasskeyRequired,
    /// The session is logged in.
    Connected(Account),
    /// The account's own display name became known or changed.
    PushName(String),
    /// The account's phone was active. Repeated at most once an hour for each connection.
    PhoneSeen {
        /// How long ago.
        ago: Duration,
    },
    /// Messages that were sent have reached this status. A status may be reported more than once, and late.
    MessageStatus {
        /// Their ids.
        ids: Vec<String>,
        /// The status.
        status: MessageStatus,
    },
    /// WhatsApp has refused a message after [`crate::Line::send_text`] had returned [`crate::Sent::Pending`].
    MessageRefused {
        /// Its id.
        id: String,
        /// Why.
        refusal: MessageRefusal,
    },
    /// WhatsApp lets the account write only to people with whom it has a conversation.
    Restricted {
        /// The announced end.
        until: SystemTime,
    },
    /// The account may write to anybody again.
    RestrictionEnded,
    /// The connection was lost; the session reconnects by itself.
    Dropped,
    /// An attempt to reach WhatsApp failed; the session tries again by itself.
    Unreachable {
        /// How many attempts in a row have failed, this one included.
        attempt: u32,
        /// Why.
        reason: Unreachable,
        /// The server and the error, for logs.
        detail: String,
        /// How long until the next attempt.
        next_in: Duration,
    },
    /// WhatsApp is reached again after [`Event::Unreachable`].
    Reached,
    /// The link does not exist any more, and its stored keys are useless: delete them with [`crate::Engine::forget`].
    LoggedOut {
        /// A short code such as `device_removed`.
        reason: String,
    },
    /// Another connection uses the same link now.
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
    /// The session has ended. Always the last event, exactly once.
    Closed,
}

/// How far a message that was sent has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageStatus {
    /// WhatsApp has taken it.
    Sent,
    /// It is on a recipient's phone.
    Delivered,
    /// A recipient has read it.
    Read,
}

/// How a person linked the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// By scanning a QR code.
    Qr,
    /// By entering a code on the phone.
    PhoneCode,
}

/// Why linking failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The number is also on the Cloud API; WhatsApp signs such accounts in a way that is not supported yet.
    Coexistence,
    /// The phone's signature over this device does not verify.
    SignatureMismatch,
    /// Another short code from the protocol.
    Other(String),
}

/// WhatsApp's own link, which may stand before the string in a QR code: a phone's camera then opens WhatsApp, and its
/// scanner reads the code as without it.
pub const QR_LINK: &str = NATIVE_CAMERA_DEEP_LINK_PREFIX;

/// The string inside a QR code. Anyone who has it can present it to a phone, so `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct QrCode(String);

impl QrCode {
    /// Wraps the string of a code.
    pub fn new(code: impl Into<String>) -> QrCode {
        QrCode(code.into())
    }

    /// The string to encode.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The string to encode, by value.
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
