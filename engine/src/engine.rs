//! Opens sessions.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};

use crate::backend::{self, Backend};
use crate::client::ClientContext;
use crate::governor::Governor;
use crate::history::HistoryTurns;
use crate::network::Route;
use crate::owner::Owner;
use crate::passkey::Ceremony;
use crate::presence::PresenceControl;
use crate::proxy::ProxyDialer;
use crate::receive::MessageReceiver;
use crate::version::Versions;
use crate::{
    Event, Inbox, KeyStore, KeyStoreError, Line, Network, Proxy, ProxyResolver, Version,
    VersionStore,
};

/// The settings of an [`Engine`], shared by its sessions.
pub struct Config {
    /// Which network to link with.
    pub network: Network,
    /// Where the sessions' keys are stored.
    pub keys: Arc<dyn KeyStore>,
    /// The lowest WhatsApp Web version to claim, where WhatsApp publishes an older one or none can be looked up.
    pub minimum_version: Option<Version>,
    /// Where the last version that WhatsApp published is stored.
    pub versions: Arc<dyn VersionStore>,
    /// Resolves the sessions' proxies, and decides whether they may be used.
    pub proxies: Arc<dyn ProxyResolver>,
    /// Where received messages go.
    pub inbox: Arc<dyn Inbox>,
    /// How many clients may be connecting at the same time, at least one. A group of sessions gets at most half of
    /// them.
    pub connecting_at_once: usize,
}

/// Opens sessions. Cloning is cheap.
#[derive(Clone)]
pub struct Engine {
    route: Arc<Route>,
    keys: Arc<dyn KeyStore>,
    proxies: Arc<dyn ProxyResolver>,
    inbox: Arc<dyn Inbox>,
    governor: Governor,
    history_turns: HistoryTurns,
}

impl Engine {
    /// An engine over one network and one key store.
    pub fn new(config: Config) -> Engine {
        let minimum = config.minimum_version.max(config.network.oldest_version());
        let versions = Versions::new(minimum, config.versions);
        Engine {
            route: Arc::new(Route::new(config.network, versions)),
            keys: config.keys,
            proxies: config.proxies,
            inbox: config.inbox,
            governor: Governor::new(config.connecting_at_once),
            history_turns: HistoryTurns::default(),
        }
    }

    /// Starts the owner task of one session: a fresh identity shows QR codes, a linked one logs in.
    /// With a proxy, all connections of the session go through it; a proxy that may not be used ends the session with
    /// [`Event::Failed`]. The events end with [`Event::Closed`]. A session may be open once at a time. It shares no
    /// turns with other sessions.
    ///
    /// # Panics
    ///
    /// Outside a Tokio runtime.
    pub fn open(
        &self,
        session: &str,
        proxy: Option<Proxy>,
    ) -> (Line, mpsc::UnboundedReceiver<Event>) {
        self.open_in_group(session, session, proxy)
    }

    /// As [`Self::open`], for a session of a group. The turns for connecting are shared fairly between groups, so that
    /// a group whose sessions do not reach WhatsApp does not delay another one.
    ///
    /// # Panics
    ///
    /// Outside a Tokio runtime.
    pub fn open_in_group(
        &self,
        group: &str,
        session: &str,
        proxy: Option<Proxy>,
    ) -> (Line, mpsc::UnboundedReceiver<Event>) {
        let (command_sender, commands) = mpsc::unbounded_channel();
        let (event_sender, events) = mpsc::unbounded_channel();
        let (closed_sender, closed) = watch::channel(false);
        let context = self.context(group, session, proxy);
        let owner = Owner::new(context, commands, event_sender, closed_sender);
        tokio::spawn(owner.run());
        (Line::new(command_sender, closed), events)
    }

    fn context(&self, group: &str, session: &str, proxy: Option<Proxy>) -> ClientContext {
        let backend = Arc::new(Backend::new(session, self.keys.clone()));
        ClientContext {
            route: self.route.clone(),
            receiver: MessageReceiver::new(session, self.inbox.clone(), backend.clone()),
            presence: Arc::new(PresenceControl::new(backend.clone())),
            ceremony: Arc::new(Ceremony::new()),
            backend,
            governor: self.governor.of_group(group),
            registered: Arc::default(),
            history_turns: self.history_turns.clone(),
            proxy: proxy.map(|proxy| Arc::new(ProxyDialer::new(proxy, self.proxies.clone()))),
        }
    }

    /// Whether the stored keys of a session belong to a linked device. The phone may have removed the link since.
    pub async fn is_linked(&self, session: &str) -> Result<bool, KeyStoreError> {
        let (kind, key) = backend::DEVICE_ROW;
        Ok(self.keys.get(session, kind, key).await?.is_some())
    }

    /// Deletes everything that the engine stores for a session, which must not be open.
    pub async fn forget(&self, session: &str) -> Result<(), KeyStoreError> {
        self.keys.wipe(session).await
    }
}
