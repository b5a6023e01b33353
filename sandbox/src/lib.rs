//! A WhatsApp network and its phones, speaking the real protocol over a real WebSocket.
//!
//! It is for development, for tests, and for the CI of integrators. Any client of the protocol can connect to it,
//! and its phones scan the client's codes. Everything that a real server and a real phone would check is checked
//! here, and rejected with the reason. It is never part of a production build.
//!
//! Layers, from the top. Each imports only from those below it:
//!
//! - `http`: the control calls and the phone page
//! - `socket`: one client's connection, with handshake and login
//! - `stanza`: handles what clients send
//! - `actions`, `messages`: what phones do, which is to link devices and to send and receive messages
//! - `network`: one network with everything that belongs to it
//! - `connections`: who is connected now, and the links in progress
//! - `nodes`, `linking`: building and reading stanzas, and the rules of linking, without state
//! - `state`, `phone`, `history`, `faults`, `web_version`: what exists, what happened, and what must go wrong
//! - `meta`: a stand-in for Meta's Graph API, SDK and signup dialog, with a state of its own; of the modules here it
//!   imports only `clock` and `disk`

mod actions;
mod camera;
mod clock;
mod connections;
mod disk;
mod faults;
mod gateway;
mod history;
mod http;
mod keys;
mod linking;
mod messages;
mod meta;
mod network;
mod nodes;
mod peer;
mod phone;
mod socket;
mod stanza;
mod state;
mod web_version;

use std::path::PathBuf;
use std::sync::Arc;

pub use camera::{Camera, VisibleCode};
pub use gateway::Gateway;
pub use meta::MetaApp;
pub use phone::Addresses;
pub use socket::SOCKET_PATH;

use clock::Speed;
use meta::Meta;
use network::Network;

/// How to open a sandbox.
#[derive(Debug, Clone)]
pub struct Options {
    /// The file that keeps links across a restart, with the phones next to it in a folder of the same name that
    /// ends in `.phones`, and what exists at Meta in a file that ends in `.meta.json`. With `None` everything is in
    /// memory.
    pub state_file: Option<PathBuf>,
    /// The lifetimes of codes, 60 s and 20 s on WhatsApp, are divided by this.
    pub speed: f64,
    /// The addresses in the chats of new phones. A phone can have its own.
    pub addresses: Addresses,
}

/// One WhatsApp network with its phones. A clone is the same network.
#[derive(Clone)]
pub struct Sandbox {
    network: Arc<Network>,
    meta: Arc<Meta>,
}

impl Sandbox {
    /// Loads the network from its state file, or creates a new one with two phones and two businesses.
    pub async fn open(options: Options) -> anyhow::Result<Sandbox> {
        let speed = Speed::new(options.speed)?;
        let meta = Meta::open(options.state_file.as_deref())?;
        let network = Network::open(options.state_file, speed, options.addresses).await?;
        Ok(Sandbox {
            network: Arc::new(network),
            meta: Arc::new(meta),
        })
    }

    /// All control calls under `/sandbox/…`, the phone page, and the network's socket at [`SOCKET_PATH`].
    pub fn router(&self, camera: Arc<dyn Camera>) -> axum::Router {
        http::router(self.network.clone(), self.meta.clone(), camera)
    }

    /// All of Meta's hosts, for a listener of their own: the Graph API, the SDK and the signup dialog.
    pub fn meta_router(&self) -> axum::Router {
        meta::router(self.meta.clone())
    }

    /// Sets the address of [`Sandbox::meta_router`], which `GET /sandbox/network` returns as `graphUrl`.
    pub fn set_meta_address(&self, address: impl Into<String>) {
        self.meta.set_address(address.into());
    }

    /// Adds an app to Meta. It replaces one with the same id.
    pub fn add_meta_app(&self, app: MetaApp) -> anyhow::Result<()> {
        self.meta.add_app(app)
    }

    /// The public key of the root certificate, which clients of this network trust as they trust WhatsApp's.
    pub fn root_public_key(&self) -> [u8; 32] {
        self.network.store.read().server.root.public()
    }

    /// The public identity key of each phone. Its linked devices are signed with it.
    pub fn account_keys(&self) -> Vec<[u8; 32]> {
        let state = self.network.store.read();
        state
            .phones
            .values()
            .map(|phone| phone.identity.public())
            .collect()
    }
}
