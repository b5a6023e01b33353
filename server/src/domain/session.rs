//! One WhatsApp number's connection, as a value.

use super::failure::Failure;
use super::mode::Method;
use super::name::SessionName;
use super::phone::PhoneNumber;
use super::proxy::ProxyUrl;
use super::time::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: String,
    pub tenant_id: String,
    pub name: SessionName,
    pub status: Status,
    pub account: Option<Account>,
    pub method: Option<Method>,
    /// The tenant has received the event that this link works.
    pub announced: bool,
    pub proxy: Option<ProxyUrl>,
    /// Who requested the codes that are shown now, or were shown last.
    pub started_by: StartedBy,
    /// Only this number may link with the codes that were issued last. It holds until a number is connected,
    /// whatever becomes of the widget session it came from.
    pub code_lock: Option<PhoneNumber>,
    /// Why the last attempt failed; `None` once things go on.
    pub failure: Option<Failure>,
    /// When a temporary ban ends and the session comes back by itself.
    pub resume_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Session {
    pub fn new(id: String, tenant_id: String, name: SessionName, at: Timestamp) -> Self {
        Session {
            id,
            tenant_id,
            name,
            status: Status::Created,
            account: None,
            method: None,
            announced: false,
            proxy: None,
            started_by: StartedBy::Backend,
            code_lock: None,
            failure: None,
            resume_at: None,
            created_at: at,
            updated_at: at,
        }
    }
}

impl Session {
    /// Whether the codes that were issued last are for this account.
    pub fn admits(&self, account: &Account) -> bool {
        admits(self.code_lock.as_ref(), account)
    }
}

/// Whether a number lock, if there is one, is about this account.
pub fn admits(lock: Option<&PhoneNumber>, account: &Account) -> bool {
    lock.is_none_or(|lock| lock.matches(&account.phone_number))
}

/// Who waits for a session that shows codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartedBy {
    /// The tenant's backend: the codes are shown until they run out.
    Backend,
    /// Widget sessions only: when the last of them is over, so are the codes.
    Link,
}

impl StartedBy {
    pub const fn as_str(self) -> &'static str {
        match self {
            StartedBy::Backend => "backend",
            StartedBy::Link => "link",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [StartedBy::Backend, StartedBy::Link]
            .into_iter()
            .find(|by| by.as_str() == word)
    }
}

/// The WhatsApp account behind a connected session.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// E.164.
    pub phone_number: String,
    pub lid: String,
    pub push_name: Option<String>,
    pub business_name: Option<String>,
    pub platform: Platform,
}

/// The app on the account's phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// WhatsApp.
    Consumer,
    /// WhatsApp Business.
    Business,
}

impl Platform {
    /// The stored word and the API's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Platform::Consumer => "consumer",
            Platform::Business => "smba",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [Platform::Consumer, Platform::Business]
            .into_iter()
            .find(|platform| platform.as_str() == word)
    }
}

/// Debug output ends in logs: no number, no name.
impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("platform", &self.platform)
            .finish_non_exhaustive()
    }
}

/// Where a session stands. The wire spells each as a pair, `status` and `statusReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Never started.
    Created,
    /// A QR code is shown.
    Scanning,
    /// The phone accepted; WhatsApp cuts the line once and lets the number log in.
    LoggingIn,
    Connected,
    /// Dropped, coming back by itself.
    Reconnecting,
    Disconnected(Reason),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    ManualStop,
    QrTimeout,
    LoggedOut,
    Failed,
    TemporaryBan,
    StreamError,
}

/// Every status with its two wire words and its own word in the store. `LoggingIn` and `Reconnecting` look the
/// same from outside: the line is down and comes back by itself.
const TABLE: [(Status, &str, &str, Option<&str>); 11] = [
    (Status::Created, "created", "DISCONNECTED", None),
    (Status::Scanning, "scanning", "CONNECTING", Some("SCAN_QR")),
    (
        Status::LoggingIn,
        "logging_in",
        "CONNECTING",
        Some("AUTO_RECONNECT"),
    ),
    (Status::Connected, "connected", "CONNECTED", None),
    (
        Status::Reconnecting,
        "reconnecting",
        "CONNECTING",
        Some("AUTO_RECONNECT"),
    ),
    (
        Status::Disconnected(Reason::ManualStop),
        "manual_stop",
        "DISCONNECTED",
        Some("MANUAL_STOP"),
    ),
    (
        Status::Disconnected(Reason::QrTimeout),
        "qr_timeout",
        "DISCONNECTED",
        Some("QR_TIMEOUT"),
    ),
    (
        Status::Disconnected(Reason::LoggedOut),
        "logged_out",
        "DISCONNECTED",
        Some("LOGGED_OUT"),
    ),
    (
        Status::Disconnected(Reason::Failed),
        "failed",
        "DISCONNECTED",
        Some("FAILED"),
    ),
    (
        Status::Disconnected(Reason::TemporaryBan),
        "temporary_ban",
        "DISCONNECTED",
        Some("TEMPORARY_BAN"),
    ),
    (
        Status::Disconnected(Reason::StreamError),
        "stream_error",
        "DISCONNECTED",
        Some("STREAM_ERROR"),
    ),
];

impl Status {
    pub fn all() -> impl Iterator<Item = Status> {
        TABLE.iter().map(|row| row.0)
    }

    fn row(self) -> &'static (Status, &'static str, &'static str, Option<&'static str>) {
        TABLE
            .iter()
            .find(|row| row.0 == self)
            .expect("the table lists every status")
    }

    /// `status` on the wire.
    pub fn word(self) -> &'static str {
        self.row().2
    }

    /// `statusReason` on the wire.
    pub fn reason(self) -> Option<&'static str> {
        self.row().3
    }

    /// One word, for the store.
    pub fn stored(self) -> &'static str {
        self.row().1
    }

    pub fn from_stored(word: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.1 == word).map(|row| row.0)
    }

    /// Whether this session is to run, also after a restart of the process.
    pub const fn is_wanted(self) -> bool {
        matches!(
            self,
            Status::Scanning | Status::LoggingIn | Status::Connected | Status::Reconnecting
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_survives_the_store() {
        for (status, stored, _, _) in TABLE {
            assert_eq!(Status::from_stored(stored), Some(status));
            assert_eq!(status.stored(), stored);
        }
    }

    #[test]
    fn a_platform_is_one_of_the_known_words() {
        for word in ["smba", "consumer"] {
            assert_eq!(Platform::parse(word).map(Platform::as_str), Some(word));
        }
        assert_eq!(Platform::parse("windows"), None);
    }

    #[test]
    fn an_account_does_not_show_its_number() {
        let account = Account {
            phone_number: "+5511999990001".into(),
            lid: "1@lid".into(),
            push_name: Some("Ana".into()),
            business_name: None,
            platform: Platform::Consumer,
        };
        assert_eq!(format!("{account:?}"), "Account { platform: Consumer, .. }");
    }
}
