//! The events of a session, as webhooks report them.

use super::failure::Failure;
use super::mode::Method;
use super::session::{Account, Status};
use super::time::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Qr {
        qr: Code,
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
}

/// A QR string. Hidden in debug output, because anyone who has it can link the number.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(pub String);

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(…)")
    }
}

/// A code to enter on the phone, `ABCD-EFGH`. As secret as the QR string while it is valid.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkCode(pub String);

impl std::fmt::Debug for LinkCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LinkCode(…)")
    }
}

impl Event {
    /// The event's name in webhooks.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Qr { .. } => "session.qr",
            Event::Status { .. } => "session.status",
            Event::Connected { .. } => "session.connected",
            Event::LoggedOut { .. } => "session.logged_out",
        }
    }
}
