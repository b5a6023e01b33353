//! How a session is connected to WhatsApp: today as a linked device, through the engine.
//!
//! This is the only module of `sessions` that imports `engine`. Its commands and events use the service's own types,
//! so that another kind of connection can stand behind them.

mod event;
mod history;
mod inbox;
mod phone_code;
pub mod proxy;
mod text_message;
mod version;

use std::sync::Arc;

use engine::{Engine, Line, Network};

pub use engine::{KeyStoreError as CredentialsError, LogOut, QR_LINK};
pub use event::{Event, Events, FailedAttempt};
pub use history::PendingHistory;
pub use phone_code::{IssuedCode, PhoneCodeRefused};
pub use text_message::{
    QuotedMessage, Recipient, SendMessageError, SentMessage, TextMessage, new_message_id,
};

use self::history::Recorder;
use self::inbox::StoredInbox;
use self::proxy::{ProxyGuard, ProxySettingError};
use self::version::StoredVersion;
use crate::domain::chat::ChatId;
use crate::domain::id::TenantId;
use crate::domain::phone::PhoneNumber;
use crate::domain::presence::Presence;
use crate::domain::proxy::ProxyUrl;
use crate::domain::web_version::WebVersion;
use crate::runtime::clock::SharedClock;
use crate::runtime::ids::Ids;
use crate::store::Store;

/// What every connection of this process uses.
pub struct Config {
    pub network: Network,
    /// The lowest WhatsApp Web version to claim.
    pub minimum_version: Option<WebVersion>,
    /// How many sessions may be connecting at the same time.
    pub connecting_at_once: usize,
    pub proxies: ProxyGuard,
    pub store: Store,
    pub clock: SharedClock,
    pub ids: Arc<Ids>,
}

/// Opens the connections of sessions, and manages their stored credentials.
#[derive(Clone)]
pub struct Connections {
    engine: Engine,
    clock: SharedClock,
    history: PendingHistory,
}

impl Connections {
    pub fn new(config: Config) -> Self {
        let keys = Arc::new(config.store.clone());
        let versions = StoredVersion {
            store: config.store.clone(),
            clock: config.clock.clone(),
        };
        let clock = config.clock.clone();
        let inbox = StoredInbox {
            store: config.store,
            clock: config.clock,
            ids: config.ids,
        };
        Connections {
            clock,
            history: PendingHistory::default(),
            engine: Engine::new(engine::Config {
                network: config.network,
                keys,
                minimum_version: config.minimum_version.map(WebVersion::numbers),
                versions: Arc::new(versions),
                proxies: Arc::new(config.proxies),
                inbox: Arc::new(inbox),
                connecting_at_once: config.connecting_at_once,
            }),
        }
    }

    /// Connects. Stored credentials log in; without them, codes are shown. `id` is what the credentials are stored
    /// under, and may be connected once at a time. Tenants get their turns to connect in rotation.
    pub fn open(
        &self,
        tenant_id: &TenantId,
        id: &str,
        proxy: Option<&ProxyUrl>,
    ) -> Result<(Connection, Events), ProxySettingError> {
        let proxy = proxy::parse(proxy)?;
        let (line, events) = self.engine.open_in_group(tenant_id, id, proxy);
        let recorder = Recorder::new(id, self.clock.clone(), self.history.clone());
        Ok((Connection { line }, Events::new(events, recorder)))
    }

    /// What has happened and is not written yet.
    pub fn pending_history(&self) -> &PendingHistory {
        &self.history
    }

    /// Whether the stored credentials belong to a linked device.
    pub async fn is_linked(&self, id: &str) -> Result<bool, CredentialsError> {
        self.engine.is_linked(id).await
    }

    /// Deletes the stored credentials. The session must not be connected.
    pub async fn delete_credentials(&self, id: &str) -> Result<(), CredentialsError> {
        self.engine.forget(id).await
    }
}

/// A live connection. Cloning shares it; dropping does not close it.
#[derive(Clone)]
pub struct Connection {
    line: Line,
}

impl Connection {
    /// Ends a wait for the next attempt, or for a request for new codes.
    pub fn renew(&self) {
        self.line.renew();
    }

    /// What it reports to WhatsApp about itself, now and after each login.
    pub fn set_presence(&self, presence: Presence) {
        self.line.set_presence(match presence {
            Presence::Available => engine::Presence::Available,
            Presence::Unavailable => engine::Presence::Unavailable,
        });
    }

    /// Closes it. Returns when everything is stored; the link stays.
    pub async fn close(&self) {
        self.line.stop().await;
    }

    /// Removes the link at WhatsApp, and closes the connection.
    pub async fn log_out(&self) -> LogOut {
        self.line.log_out().await
    }

    /// As [`Self::log_out`], for a caller that needs no other event.
    pub async fn unlink(&self, mut events: Events) -> LogOut {
        let mut outcome = self.log_out().await;
        while let Some(event) = events.next().await {
            if outcome == LogOut::NotReached && matches!(event, Event::LoggedOut { .. }) {
                outcome = LogOut::Refused;
            }
        }
        outcome
    }

    /// Requests a code to enter on the phone with this number.
    pub async fn phone_code(&self, number: &PhoneNumber) -> Result<IssuedCode, PhoneCodeRefused> {
        let issued = self.line.phone_code(number.as_str()).await;
        issued.map(IssuedCode::from).map_err(PhoneCodeRefused::from)
    }

    /// Whether a message to this chat would be a first one. It is refused as [`Self::send_text`] refuses it, before
    /// anything is sent.
    pub async fn check_recipient(&self, chat: &ChatId) -> Result<Recipient, SendMessageError> {
        let checked = self.line.check_recipient(chat.as_str()).await;
        checked.map(Recipient::from).map_err(SendMessageError::from)
    }

    /// Sends a text. Returns when WhatsApp has acknowledged or refused it, or has not answered for some seconds.
    pub async fn send_text(&self, message: TextMessage) -> Result<SentMessage, SendMessageError> {
        let sent = self.line.send_text(message.into()).await;
        sent.map(SentMessage::from).map_err(SendMessageError::from)
    }
}
