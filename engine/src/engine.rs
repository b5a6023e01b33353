//! Where sessions are opened.

use std::sync::Arc;

use tokio::sync::{mpsc, watch};

use crate::backend::Backend;
use crate::network::Route;
use crate::owner::Owner;
use crate::{Event, KeyStore, KeyStoreError, Line, Network};

/// What every session of an [`Engine`] has in common.
pub struct Config {
    /// Which network to link with.
    pub network: Network,
    /// Where the sessions' keys survive the process.
    pub keys: Arc<dyn KeyStore>,
    /// The WhatsApp Web version to present; without one the current version is asked for.
    pub version: Option<(u32, u32, u32)>,
}

/// Opens sessions. Cloning is cheap.
#[derive(Clone)]
pub struct Engine {
    route: Arc<Route>,
    keys: Arc<dyn KeyStore>,
}

impl Engine {
    /// An engine over one network and one key store.
    pub fn new(config: Config) -> Engine {
        Engine {
            route: Arc::new(Route::new(config.network, config.version)),
            keys: config.keys,
        }
    }

    /// Starts the owner task of one session: a fresh identity shows QR codes, a linked one logs in.
    /// The events end with [`Event::Closed`]. At most one line per session may be open at a time.
    ///
    /// # Panics
    ///
    /// Outside of a Tokio runtime.
    pub fn open(&self, session: &str) -> (Line, mpsc::UnboundedReceiver<Event>) {
        let (commands, asked) = mpsc::unbounded_channel();
        let (events, told) = mpsc::unbounded_channel();
        let (closed, closing) = watch::channel(false);
        let owner = Owner {
            route: self.route.clone(),
            backend: Arc::new(Backend::new(session, self.keys.clone())),
            commands: asked,
            events,
            closed,
        };
        tokio::spawn(owner.run());
        (Line::new(commands, closing), told)
    }

    /// Deletes everything the engine keeps for a session. Only while no line to it is open.
    pub async fn forget(&self, session: &str) -> Result<(), KeyStoreError> {
        self.keys.wipe(session).await
    }
}
