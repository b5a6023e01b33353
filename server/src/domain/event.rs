//! The events of a session, as webhooks report them.

use super::failure::Failure;
use super::mode::Method;
use super::secret::secret;
use super::session::{Account, Status};
use super::time::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Qr {
        qr: QrCode,
        expires_at: Timestamp,
    },
    Status {
        status: Status,
        failure: Option<Failure>,
    },
    Connected {
        account: Account,
        method: Method,
    },
    LoggedOut {
        account: Option<Account>,
        reason: &'static str,
    },
    Restricted {
        until: Timestamp,
    },
    RestrictionEnded,
}

secret! {
    /// The string in a QR code. Anyone who has it can link the number.
    QrCode
}

secret! {
    /// A code to enter on the phone, `ABCD-EFGH`. As secret as the QR string while it is valid.
    LinkCode
}

impl Event {
    /// The name of the event of a QR code.
    pub const QR: &str = "session.qr";

    /// The event's name in webhooks.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Qr { .. } => Event::QR,
            Event::Status { .. } => "session.status",
            Event::Connected { .. } => "session.connected",
            Event::LoggedOut { .. } => "session.logged_out",
            Event::Restricted { .. } => "session.restricted",
            Event::RestrictionEnded => "session.restriction_ended",
        }
    }
}
