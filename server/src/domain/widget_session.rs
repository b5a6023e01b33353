//! One person's attempt to connect a session through the widget; lives fifteen minutes.

use std::time::Duration;

use super::appearance::{Locale, Theme};
use super::callback::CallbackUrl;
use super::failure::Failure;
use super::mode::{Method, Mode};
use super::origin::Origin;
use super::phone::PhoneNumber;
use super::session::{self, Account, Session};
use super::time::Timestamp;

/// How long a widget token opens anything. Long enough to find the phone, short enough that a link left in a
/// chat or a log is worthless soon.
pub const LIFETIME: Duration = Duration::from_mins(15);

/// The longest `state` a tenant may have echoed; a redirect address must stay a usable address.
pub const MAX_STATE_LENGTH: usize = 512;

/// The most origins one widget session may name.
pub const MAX_ORIGINS: usize = 20;

#[derive(Debug, Clone)]
pub struct WidgetSession {
    pub id: String,
    pub tenant_id: String,
    pub session_id: String,
    pub mode: Mode,
    pub callback_url: Option<CallbackUrl>,
    /// Empty: the host's origin is not known.
    pub allowed_origins: Vec<Origin>,
    /// Only this number may connect.
    pub phone_number: Option<PhoneNumber>,
    pub theme: Theme,
    pub locale: Locale,
    pub state: Option<String>,
    pub outcome: Outcome,
    /// How the number was linked, where it was.
    pub method: Option<Method>,
    /// Why the last attempt failed.
    pub reason: Option<Failure>,
    /// A person has opened the page.
    pub opened: bool,
    /// The session was started for it.
    pub started: bool,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

impl WidgetSession {
    /// May still start something. A finished one may only be looked at.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.outcome == Outcome::Open && now < self.expires_at
    }

    /// Whether the codes that the session shows now were issued under this one's number lock. Others are not for
    /// its page.
    pub fn may_show_codes_of(&self, session: &Session) -> bool {
        self.phone_number == session.code_lock
    }

    /// Whether this account may connect through it.
    pub fn admits(&self, account: &Account) -> bool {
        session::admits(self.phone_number.as_ref(), account)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Open,
    Connected,
    Cancelled,
    Revoked,
}

impl Outcome {
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Open => "open",
            Outcome::Connected => "connected",
            Outcome::Cancelled => "cancelled",
            Outcome::Revoked => "revoked",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [
            Outcome::Open,
            Outcome::Connected,
            Outcome::Cancelled,
            Outcome::Revoked,
        ]
        .into_iter()
        .find(|outcome| outcome.as_str() == text)
    }
}
