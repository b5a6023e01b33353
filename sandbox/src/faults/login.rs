//! Logins that fail, and why.

use std::time::Duration;

/// Why a login fails, with WhatsApp's number for the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LoginError {
    /// 401: the device was unlinked.
    LoggedOut,
    /// 402: the account is banned for some time.
    TemporaryBan { expires: Duration },
    /// 403: the account is locked.
    Locked,
    /// 405: the client is too old.
    Outdated,
    /// 409: another client logs in as the same device at this moment.
    TakenOver,
    /// 503: try again later.
    Unavailable,
    /// Any other number. WhatsApp has not published what they mean.
    Other(u16),
}

impl LoginError {
    pub(crate) fn reason(&self) -> u16 {
        match self {
            LoginError::LoggedOut => 401,
            LoginError::TemporaryBan { .. } => 402,
            LoginError::Locked => 403,
            LoginError::Outdated => 405,
            LoginError::TakenOver => 409,
            LoginError::Unavailable => 503,
            LoginError::Other(reason) => *reason,
        }
    }
}

/// Which devices a fault affects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    All,
    /// The devices of one phone, by its number.
    Phone(String),
}

impl Target {
    pub(crate) fn includes(&self, number: &str) -> bool {
        match self {
            Target::All => true,
            Target::Phone(target) => target == number,
        }
    }
}

/// The next `times` logins fail.
#[derive(Debug, Clone)]
pub(crate) struct LoginFault {
    pub(crate) error: LoginError,
    pub(crate) times: u32,
    pub(crate) target: Target,
}
