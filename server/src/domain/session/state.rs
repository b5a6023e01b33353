//! The state of a session, with the facts that belong to each state.

use super::Account;
use crate::domain::time::Timestamp;

/// The state of a session. A connected one has an account; a ban has its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Never started.
    Created,
    /// A code is shown, or will be.
    Scanning,
    /// The phone has accepted. WhatsApp closes the connection once and lets the number log in.
    LoggingIn(Account),
    Connected(Account),
    /// The connection was lost, and is opened again by itself.
    Reconnecting(Account),
    /// Not running. With an account, the number is still linked.
    Disconnected {
        cause: Cause,
        account: Option<Account>,
    },
}

/// Why a session is disconnected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    ManualStop,
    QrTimeout,
    LoggedOut,
    Failed,
    /// The session resumes by itself when the ban ends.
    TemporaryBan {
        until: Timestamp,
    },
    StreamError,
}

impl State {
    /// From the stored columns; `None` if they contradict each other.
    pub fn from_stored(
        status: Status,
        account: Option<Account>,
        resume_at: Option<Timestamp>,
    ) -> Option<Self> {
        Some(match (status, account) {
            (Status::Created, None) => State::Created,
            (Status::Scanning, None) => State::Scanning,
            (Status::LoggingIn, Some(account)) => State::LoggingIn(account),
            (Status::Connected, Some(account)) => State::Connected(account),
            (Status::Reconnecting, Some(account)) => State::Reconnecting(account),
            (Status::Disconnected(reason), account) => State::Disconnected {
                cause: Cause::from_stored(reason, resume_at)?,
                account,
            },
            _ => return None,
        })
    }

    pub fn status(&self) -> Status {
        match self {
            State::Created => Status::Created,
            State::Scanning => Status::Scanning,
            State::LoggingIn(_) => Status::LoggingIn,
            State::Connected(_) => Status::Connected,
            State::Reconnecting(_) => Status::Reconnecting,
            State::Disconnected { cause, .. } => Status::Disconnected(cause.reason()),
        }
    }

    /// The linked account.
    pub fn account(&self) -> Option<&Account> {
        match self {
            State::Created | State::Scanning => None,
            State::LoggingIn(account)
            | State::Connected(account)
            | State::Reconnecting(account) => Some(account),
            State::Disconnected { account, .. } => account.as_ref(),
        }
    }

    pub(in crate::domain) fn account_mut(&mut self) -> Option<&mut Account> {
        match self {
            State::Created | State::Scanning => None,
            State::LoggingIn(account)
            | State::Connected(account)
            | State::Reconnecting(account) => Some(account),
            State::Disconnected { account, .. } => account.as_mut(),
        }
    }

    /// When the session resumes by itself.
    pub fn resume_at(&self) -> Option<Timestamp> {
        match self {
            State::Disconnected {
                cause: Cause::TemporaryBan { until },
                ..
            } => Some(*until),
            _ => None,
        }
    }
}

impl Cause {
    fn from_stored(reason: Reason, resume_at: Option<Timestamp>) -> Option<Self> {
        Some(match reason {
            Reason::ManualStop => Cause::ManualStop,
            Reason::QrTimeout => Cause::QrTimeout,
            Reason::LoggedOut => Cause::LoggedOut,
            Reason::Failed => Cause::Failed,
            Reason::TemporaryBan => Cause::TemporaryBan { until: resume_at? },
            Reason::StreamError => Cause::StreamError,
        })
    }

    fn reason(self) -> Reason {
        match self {
            Cause::ManualStop => Reason::ManualStop,
            Cause::QrTimeout => Reason::QrTimeout,
            Cause::LoggedOut => Reason::LoggedOut,
            Cause::Failed => Reason::Failed,
            Cause::TemporaryBan { .. } => Reason::TemporaryBan,
            Cause::StreamError => Reason::StreamError,
        }
    }
}

/// The name of a state. The API writes it as two words, `status` and `statusReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Created,
    Scanning,
    LoggingIn,
    Connected,
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

/// Every status with its stored word and its two words in the API, where `LoggingIn` and `Reconnecting` are the same:
/// the connection is down and is opened again by itself.
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
    use crate::domain::session::Platform;

    fn account() -> Account {
        Account {
            phone_number: "+5511999990001".into(),
            lid: Some("1@lid".into()),
            push_name: None,
            business_name: None,
            platform: Platform::Consumer,
        }
    }

    #[test]
    fn every_status_survives_the_store() {
        for (status, stored, _, _) in TABLE {
            assert_eq!(Status::from_stored(stored), Some(status));
            assert_eq!(status.stored(), stored);
        }
    }

    #[test]
    fn stored_columns_that_contradict_each_other_are_no_state() {
        let at = Timestamp::from_millis(1);
        let banned = Status::Disconnected(Reason::TemporaryBan);
        let stopped = Status::Disconnected(Reason::ManualStop);
        for (status, is_linked, resume_at, is_state) in [
            (Status::Created, false, None, true),
            (Status::Created, true, None, false),
            (Status::Scanning, true, None, false),
            (Status::LoggingIn, false, None, false),
            (Status::Connected, true, None, true),
            (Status::Connected, false, None, false),
            (Status::Reconnecting, false, None, false),
            (stopped, false, None, true),
            (stopped, true, None, true),
            (banned, true, Some(at), true),
            (banned, true, None, false),
        ] {
            let state = State::from_stored(status, is_linked.then(account), resume_at);
            assert_eq!(state.is_some(), is_state, "{status:?} {is_linked}");
            if let Some(state) = state {
                assert_eq!(state.status(), status);
                assert_eq!(state.account().is_some(), is_linked);
                assert_eq!(state.resume_at(), resume_at);
            }
        }
    }
}
