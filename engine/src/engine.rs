//! Where sessions are opened.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};

use crate::backend::{self, Backend};
use crate::client::Means;
use crate::governor::Governor;
use crate::network::Route;
use crate::owner::{Owner, Reach};
use crate::proxy::ProxyDialer;
use crate::receive::Receiver;
use crate::{Event, Inbox, KeyStore, KeyStoreError, Line, Network, Proxy, ProxyResolver};

/// What every session of an [`Engine`] has in common.
pub struct Config {
    /// Which network to link with.
    pub network: Network,
    /// Where the sessions' keys survive the process.
    pub keys: Arc<dyn KeyStore>,
    /// The WhatsApp Web version to present; without one the current version is asked for.
    pub version: Option<(u32, u32, u32)>,
    /// Where the sessions' proxies are, and whether they may be used.
    pub proxies: Arc<dyn ProxyResolver>,
    /// Where received messages go.
    pub inbox: Arc<dyn Inbox>,
    /// How many clients may be connecting at the same time; at least one may.
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
}

impl Engine {
    /// An engine over one network and one key store.
    pub fn new(config: Config) -> Engine {
        Engine {
            route: Arc::new(Route::new(config.network, config.version)),
            keys: config.keys,
            proxies: config.proxies,
            inbox: config.inbox,
            governor: Governor::new(config.connecting_at_once),
        }
    }

    /// Starts the owner task of one session: a fresh identity shows QR codes, a linked one logs in.
    /// With a proxy, everything of the session goes through it: what it cannot reach is not reached. One that may not
    /// be used ends the session with [`Event::Failed`].
    /// The events end with [`Event::Closed`]. At most one line per session may be open at a time.
    ///
    /// # Panics
    ///
    /// Outside of a Tokio runtime.
    pub fn open(
        &self,
        session: &str,
        proxy: Option<Proxy>,
    ) -> (Line, mpsc::UnboundedReceiver<Event>) {
        let (commands, asked) = mpsc::unbounded_channel();
        let (events, told) = mpsc::unbounded_channel();
        let (closed, closing) = watch::channel(false);
        let owner = Owner {
            means: self.means(session, proxy),
            commands: asked,
            events,
            closed,
            postponed: None,
            reach: Reach::default(),
            known: None,
        };
        tokio::spawn(owner.run());
        (Line::new(commands, closing), told)
    }

    fn means(&self, session: &str, proxy: Option<Proxy>) -> Means {
        let backend = Arc::new(Backend::new(session, self.keys.clone()));
        Means {
            route: self.route.clone(),
            receiver: Receiver::new(session, self.inbox.clone(), backend.clone()),
            backend,
            governor: self.governor.clone(),
            proxy: proxy.map(|proxy| Arc::new(ProxyDialer::new(proxy, self.proxies.clone()))),
        }
    }

    /// Whether the stored keys of a session belong to a linked device, as far as we know.
    pub async fn is_linked(&self, session: &str) -> Result<bool, KeyStoreError> {
        let (kind, key) = backend::DEVICE_ROW;
        Ok(self.keys.get(session, kind, key).await?.is_some())
    }

    /// Deletes everything the engine keeps for a session. Only while no line to it is open.
    pub async fn forget(&self, session: &str) -> Result<(), KeyStoreError> {
        self.keys.wipe(session).await
    }
}
