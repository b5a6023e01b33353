//! One person's attempt to connect a session through the widget, valid for fifteen minutes.

use std::time::Duration;

use super::appearance::{Locale, Theme};
use super::callback::CallbackUrl;
use super::failure::Failure;
use super::id::{MetaAppKey, SessionId, TenantId, WidgetSessionId};
use super::mode::{Method, Mode};
use super::origin::{Framing, Origin};
use super::phone::PhoneNumber;
use super::session::{self, Account, Session};
use super::time::Timestamp;

/// How long a widget token is valid: long enough to find the phone, and short because links are copied into chats and
/// logs.
pub const LIFETIME: Duration = Duration::from_mins(15);

/// The maximum length of `state`, because it is part of the redirect URL.
pub const MAX_STATE_LENGTH: usize = 512;

/// The maximum number of origins of one widget session.
pub const MAX_ORIGINS: usize = 20;

#[derive(Debug, Clone)]
pub struct WidgetSession {
    pub id: WidgetSessionId,
    pub tenant_id: TenantId,
    pub session_id: SessionId,
    pub mode: Mode,
    pub callback_url: Option<CallbackUrl>,
    /// Empty: any page may embed the widget, unless the operator requires origins.
    pub allowed_origins: Vec<Origin>,
    /// Only this number may connect.
    pub phone_number: Option<PhoneNumber>,
    pub theme: Theme,
    /// Chosen by the company; without it, the browser decides.
    pub locale: Option<Locale>,
    pub state: Option<String>,
    /// The tenant's own Meta app; `None`: the operator's.
    pub meta_app: Option<MetaAppKey>,
    pub outcome: Outcome,
    /// How the number was linked, if it was.
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
    /// Whether it can still start a session. A finished one can only be shown.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.outcome == Outcome::Open && now < self.expires_at
    }

    /// Which pages may frame it. A link from before the operator required origins can only be opened in a window.
    pub fn framing(&self, requires_origins: bool) -> Framing<'_> {
        match (self.allowed_origins.as_slice(), requires_origins) {
            ([], false) => Framing::AnyPage,
            ([], true) => Framing::NoPage,
            (origins, _) => Framing::Pages(origins),
        }
    }

    /// Whether the session's current codes were issued with this widget session's number lock. Only these may be
    /// shown on its page.
    pub fn may_show_codes_of(&self, session: &Session) -> bool {
        self.phone_number == session.code_lock
    }

    /// Whether this account may connect with it.
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
