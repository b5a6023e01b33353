//! Who is connected right now: every client with a finished handshake, the linked devices that are logged in,
//! and the links that clients request. All of it ends with the connection, and none of it is on disk.

mod devices;
mod links;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};

use tokio::sync::mpsc;

use crate::faults::Target;
use crate::keys::PublicBytes;
use crate::linking::{LinkError, PendingLinks};
use crate::peer::{ConnectionId, Outgoing, Peer};
use crate::phone::DeviceAddress;
use devices::OnlineDevices;
pub(crate) use devices::Presence;

#[derive(Default)]
pub(crate) struct Connections {
    last_id: AtomicU64,
    /// One lock for all of it, so that a connection that ends disappears everywhere at once.
    live: Mutex<Live>,
}

#[derive(Default)]
struct Live {
    peers: HashMap<ConnectionId, Peer>,
    devices: OnlineDevices,
    links: PendingLinks,
}

impl Live {
    fn peer(&self, id: ConnectionId) -> Result<Peer, LinkError> {
        self.peers.get(&id).cloned().ok_or(LinkError::CodeExpired)
    }
}

impl Connections {
    /// Registers a connection whose handshake is done.
    pub(crate) fn register(
        &self,
        noise_key: PublicBytes,
    ) -> (Peer, mpsc::UnboundedReceiver<Outgoing>) {
        let id = self.last_id.fetch_add(1, Ordering::Relaxed) + 1;
        let (peer, outgoing) = Peer::new(id, noise_key);
        self.live().peers.insert(id, peer.clone());
        (peer, outgoing)
    }

    /// Removes a connection that has ended, and everything that depends on it.
    pub(crate) fn remove(&self, id: ConnectionId) {
        let mut live = self.live();
        live.peers.remove(&id);
        live.links.remove(id);
        live.devices.remove(id);
    }

    /// Ends connections without a closing message, and returns how many there were.
    pub(crate) fn abort(&self, target: &Target) -> usize {
        let peers = match target {
            Target::All => self.live().peers.values().cloned().collect(),
            Target::Phone(number) => self.peers_of(number),
        };
        peers.iter().for_each(Peer::abort);
        peers.len()
    }

    /// Records that a device is logged in on this connection, and returns the connection it was on before.
    pub(crate) fn log_in(&self, address: DeviceAddress, peer: Peer) -> Option<Peer> {
        self.live().devices.log_in(address, peer)
    }

    /// The connection on which a device is logged in.
    pub(crate) fn peer_of(&self, address: &DeviceAddress) -> Option<Peer> {
        self.live().devices.peer_of(address)
    }

    /// The connections of a phone's linked devices.
    pub(crate) fn peers_of(&self, number: &str) -> Vec<Peer> {
        self.live().devices.peers_of(number)
    }

    /// A device reports on this connection whether it is in use.
    pub(crate) fn set_presence(&self, address: &DeviceAddress, peer: &Peer, presence: Presence) {
        self.live().devices.set_presence(address, peer.id, presence);
    }

    /// What a device that is logged in reported last.
    pub(crate) fn presence_of(&self, address: &DeviceAddress) -> Option<Presence> {
        self.live().devices.presence_of(address)
    }

    /// WhatsApp notifies a phone of messages and calls only while none of its linked devices is in use.
    pub(crate) fn lets_ring(&self, number: &str) -> bool {
        !self.live().devices.is_in_use(number)
    }

    /// A device is ready for messages on this connection.
    pub(crate) fn mark_ready(&self, address: &DeviceAddress, peer: &Peer) {
        self.live().devices.mark_ready(address, peer.id);
    }

    /// Records that a message is sent to a device, and returns the connection to send it on. Returns `None` if
    /// the device is not ready, or was sent this message on this connection already.
    pub(crate) fn mark_sent(&self, address: &DeviceAddress, message_id: &str) -> Option<Peer> {
        self.live().devices.mark_sent(address, message_id)
    }

    /// The message may be sent once more on this connection.
    pub(crate) fn mark_unsent(&self, address: &DeviceAddress, message_id: &str) {
        self.live().devices.mark_unsent(address, message_id);
    }

    fn live(&self) -> MutexGuard<'_, Live> {
        self.live.lock().expect("no holder of this lock panics")
    }
}
