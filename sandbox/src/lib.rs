//! A WhatsApp network and its phones, speaking the real protocol over a real WebSocket.
//!
//! For development, for tests, and for the CI of those who integrate: any client of the protocol can be
//! pointed at it, a phone of it scans the client's code, and everything a real server and a real phone
//! would check is checked here and refused with the reason. It is never part of a production build.
//!
//! Layers: `http` (the control calls and the phone page) and `connection` (the socket) sit on `linking`,
//! `messages` and `stanza` (what the network does), which sit on `phone` and `state` (who exists, kept on disk).

mod camera;
mod clock;
mod connection;
mod faults;
mod gateway;
mod history;
mod http;
mod keys;
mod linking;
mod live;
mod messages;
mod network;
mod phone;
mod stanza;
mod state;

use std::path::PathBuf;
use std::sync::Arc;

pub use camera::{Camera, Sight};
pub use gateway::Gateway;

/// Where the network itself listens, as a WebSocket, below the address the router is served at.
pub const SOCKET_PATH: &str = "/sandbox/ws/chat";

/// How a sandbox is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where everything that makes a link survive a restart is kept; `None` keeps it in memory. The phones are
    /// beside it, in a folder of the same name that ends in `.phones`.
    pub state_file: Option<PathBuf>,
    /// Clock factor: codes that live 60 s and 20 s on WhatsApp live that long divided by it.
    pub speed: f64,
}

/// One WhatsApp network with its phones. Cloning is cheap and gives the same network.
#[derive(Clone)]
pub struct Sandbox {
    network: Arc<network::Network>,
}

impl Sandbox {
    /// Loads the network from its state file, or founds a new one with two phones.
    pub async fn open(options: Options) -> anyhow::Result<Sandbox> {
        let network = network::Network::open(options).await?;
        Ok(Sandbox {
            network: Arc::new(network),
        })
    }

    /// All control calls under `/sandbox/…`, the phone page, and the network's socket at [`SOCKET_PATH`].
    pub fn router(&self, camera: Arc<dyn Camera>) -> axum::Router {
        http::router(self.network.clone(), camera)
    }

    /// The public key that ends the chain of trust of this network, as WhatsApp's own does for WhatsApp.
    pub fn root_public_key(&self) -> [u8; 32] {
        self.network.store.read().server.root.public()
    }

    /// The public identity key of each phone, with which it signed the devices that are linked to it.
    pub fn account_keys(&self) -> Vec<[u8; 32]> {
        let state = self.network.store.read();
        state
            .phones
            .values()
            .map(|phone| phone.identity.public())
            .collect()
    }
}
