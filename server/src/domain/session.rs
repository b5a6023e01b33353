//! A session: one WhatsApp number's connection, as a value.

mod state;

pub use state::{Cause, Reason, State, Status};

use super::failure::Failure;
use super::id::{SessionId, TenantId};
use super::mode::Method;
use super::name::SessionName;
use super::phone::PhoneNumber;
use super::presence::Presence;
use super::proxy::ProxyUrl;
use super::time::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub tenant_id: TenantId,
    pub name: SessionName,
    pub state: State,
    pub method: Option<Method>,
    /// The tenant has received the event that this link works.
    pub announced: bool,
    pub proxy: Option<ProxyUrl>,
    pub presence: Presence,
    /// Who requested the codes that are shown now, or were shown last.
    pub started_by: StartedBy,
    /// Only this number may link with the codes that were issued last. It applies until a number is connected, even if
    /// the widget session that it came from ends.
    pub code_lock: Option<PhoneNumber>,
    /// When a phone accepted the code, until the first change after the link was announced.
    pub scanned_at: Option<Timestamp>,
    /// Why the last attempt failed; `None` once the session continues.
    pub failure: Option<Failure>,
    /// Until when WhatsApp lets the account write only to people with whom it has a conversation.
    pub restricted_until: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Session {
    pub fn new(id: SessionId, tenant_id: TenantId, name: SessionName, at: Timestamp) -> Self {
        Session {
            id,
            tenant_id,
            name,
            state: State::Created,
            method: None,
            announced: false,
            proxy: None,
            presence: Presence::default(),
            started_by: StartedBy::Backend,
            code_lock: None,
            scanned_at: None,
            failure: None,
            restricted_until: None,
            created_at: at,
            updated_at: at,
        }
    }
}

impl Session {
    pub fn status(&self) -> Status {
        self.state.status()
    }

    /// The linked account.
    pub fn account(&self) -> Option<&Account> {
        self.state.account()
    }

    /// Whether its number is connected through the Cloud API. Such a session is a row: it needs no connection of its own.
    pub fn is_cloud(&self) -> bool {
        self.account()
            .is_some_and(|account| account.platform == Platform::CloudApi)
    }

    /// Links that had ended by then have no part in a change at `at`: the person whose attempt it is has scanned before.
    pub fn attempt_at(&self, at: Timestamp) -> Timestamp {
        self.scanned_at.unwrap_or(at)
    }

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
    /// WhatsApp's id for the account. The Cloud API has none.
    pub lid: Option<String>,
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
    /// No app: the number is connected through the Cloud API.
    CloudApi,
}

const PLATFORMS: [(Platform, &str); 3] = [
    (Platform::Consumer, "consumer"),
    (Platform::Business, "smba"),
    (Platform::CloudApi, "cloud-api"),
];

impl Platform {
    /// The stored word and the API's word.
    pub fn as_str(self) -> &'static str {
        let row = PLATFORMS.iter().find(|row| row.0 == self);
        row.expect("the table lists every platform").1
    }

    pub fn parse(word: &str) -> Option<Self> {
        PLATFORMS.iter().find(|row| row.1 == word).map(|row| row.0)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_platform_is_one_of_the_known_words() {
        for word in ["smba", "consumer", "cloud-api"] {
            assert_eq!(Platform::parse(word).map(Platform::as_str), Some(word));
        }
        assert_eq!(Platform::parse("windows"), None);
    }

    #[test]
    fn an_account_does_not_show_its_number() {
        let account = Account {
            phone_number: "+5511999990001".into(),
            lid: Some("1@lid".into()),
            push_name: Some("Ana".into()),
            business_name: None,
            platform: Platform::Consumer,
        };
        assert_eq!(format!("{account:?}"), "Account { platform: Consumer, .. }");
    }
}
