//! What a session reacts to.

use crate::domain::event::QrCode;
use crate::domain::failure::Failure;
use crate::domain::mode::Method;
use crate::domain::phone::PhoneNumber;
use crate::domain::session::{Account, StartedBy};
use crate::domain::time::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// It has to run; codes that are issued now are for `lock` only.
    Start {
        by: StartedBy,
        lock: Option<PhoneNumber>,
    },
    /// It runs again by itself, as it was started before.
    Resume,
    /// Its connection is replaced by a new one; new codes are for `lock` only.
    Restart {
        lock: Option<PhoneNumber>,
    },
    Stop,
    CodeShown {
        qr: QrCode,
        expires_at: Timestamp,
    },
    PhoneCodeShown,
    CodesExhausted,
    /// The phone has accepted the code.
    Linked {
        account: Account,
        method: Method,
    },
    /// Logged in and usable.
    Connected {
        account: Account,
    },
    /// The account was connected by Meta's signup, without a code.
    SignedUp {
        account: Account,
    },
    PushName(String),
    /// WhatsApp lets the account write only to people with whom it has a conversation.
    Restricted {
        until: Timestamp,
    },
    RestrictionEnded,
    Dropped,
    /// Logged out by WhatsApp for a while.
    Banned {
        until: Timestamp,
    },
    /// The phone, WhatsApp or the service has removed the link; the credentials are useless.
    LoggedOut {
        reason: &'static str,
    },
    /// Another client uses the same credentials.
    Replaced,
    /// The connection could not be kept; a linked session is tried again.
    Failed(Failure),
    /// An attempt to link failed; the state stays as it is.
    Refused(Failure),
    /// WhatsApp cannot be reached; it is tried again.
    Unreachable,
    Reached,
}
