//! Who is connected right now, and what hangs on a connection: the codes it shows, the link it was offered,
//! the device that is logged in over it. All of it ends with the connection, and none of it is kept on disk.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::{Notify, mpsc};
use tokio::time::Instant;
use wacore_binary::node::Node;

use crate::clock::Pace;
use crate::keys::PublicBytes;
use crate::linking::{Offer, Refs, Refusal};
use crate::phone::DeviceAddress;

pub(crate) type ConnectionId = u64;

/// What a connection is told to do, in order.
pub(crate) enum Outgoing {
    Stanza {
        node: Node,
        queued: Instant,
    },
    /// Say good-bye, and let what was sent before arrive.
    Close,
}

/// The sending side of a connection. Cloning is cheap; what is sent to one that has ended is lost.
#[derive(Clone)]
pub(crate) struct Peer {
    pub(crate) id: ConnectionId,
    outbox: mpsc::UnboundedSender<Outgoing>,
    noise_key: PublicBytes,
    cut: Arc<Notify>,
}

impl Peer {
    pub(crate) fn send(&self, node: Node) {
        let queued = Instant::now();
        self.tell(Outgoing::Stanza { node, queued });
    }

    pub(crate) fn close(&self) {
        self.tell(Outgoing::Close);
    }

    /// The key the client proved itself with.
    pub(crate) fn noise_key(&self) -> PublicBytes {
        self.noise_key
    }

    /// Ends the connection without a word, as a network does that fails.
    fn cut(&self) {
        self.cut.notify_one();
    }

    /// Waits until the connection is cut.
    pub(crate) async fn is_cut(&self) {
        self.cut.notified().await;
    }

    fn tell(&self, outgoing: Outgoing) {
        // The connection may have ended; then there is nobody left to tell.
        let _ = self.outbox.send(outgoing);
    }
}

#[derive(Default)]
pub(crate) struct Live {
    last_id: AtomicU64,
    present: Mutex<Present>,
}

#[derive(Default)]
struct Present {
    peers: HashMap<ConnectionId, Peer>,
    refs: Refs,
    offers: HashMap<ConnectionId, Offer>,
    online: HashMap<DeviceAddress, Peer>,
}

impl Live {
    /// Registers a connection whose handshake is done.
    pub(crate) fn enter(
        &self,
        noise_key: PublicBytes,
    ) -> (Peer, mpsc::UnboundedReceiver<Outgoing>) {
        let (outbox, inbox) = mpsc::unbounded_channel();
        let peer = Peer {
            id: self.last_id.fetch_add(1, Ordering::Relaxed) + 1,
            outbox,
            noise_key,
            cut: Arc::default(),
        };
        self.present().peers.insert(peer.id, peer.clone());
        (peer, inbox)
    }

    /// Forgets a connection and all that hung on it.
    pub(crate) fn leave(&self, id: ConnectionId) {
        let mut present = self.present();
        present.peers.remove(&id);
        present.refs.forget(id);
        present.offers.remove(&id);
        present.online.retain(|_, peer| peer.id != id);
    }

    /// Cuts every connection without a word, and says how many there were.
    pub(crate) fn cut_all(&self) -> usize {
        let present = self.present();
        for peer in present.peers.values() {
            peer.cut();
        }
        present.peers.len()
    }

    /// The refs a client turns into the codes it shows.
    pub(crate) fn issue_refs(&self, id: ConnectionId, pace: Pace) -> Vec<String> {
        self.present().refs.issue(id, Instant::now(), pace)
    }

    /// The connection that shows `reference` at this moment.
    pub(crate) fn shown_by(&self, reference: &str) -> Result<Peer, Refusal> {
        let present = self.present();
        let id = present.refs.look_up(reference, Instant::now())?;
        if present.offers.contains_key(&id) {
            return Err(Refusal::CodeUsed);
        }
        present.peers.get(&id).cloned().ok_or(Refusal::CodeExpired)
    }

    /// Offers a link to the connection that shows `reference`; from now on that code is used.
    pub(crate) fn offer(&self, reference: &str, offer: Offer) -> Result<(), Refusal> {
        let mut present = self.present();
        let id = present.refs.look_up(reference, Instant::now())?;
        if present.offers.contains_key(&id) {
            return Err(Refusal::CodeUsed);
        }
        present.refs.use_up(reference);
        present.offers.insert(id, offer);
        Ok(())
    }

    /// The offer a connection has not answered yet; asking takes it.
    pub(crate) fn take_offer(&self, id: ConnectionId) -> Option<Offer> {
        self.present().offers.remove(&id)
    }

    /// Notes that a device is logged in here, and returns the connection it was on before.
    pub(crate) fn log_in(&self, address: DeviceAddress, peer: Peer) -> Option<Peer> {
        self.present().online.insert(address, peer)
    }

    pub(crate) fn peer_of(&self, address: &DeviceAddress) -> Option<Peer> {
        self.present().online.get(address).cloned()
    }

    fn present(&self) -> MutexGuard<'_, Present> {
        self.present.lock().expect("no holder of this lock panics")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_stays_online_when_its_earlier_connection_ends() {
        let live = Live::default();
        let address = DeviceAddress {
            number: "5511999990001".into(),
            device: 1,
        };
        let (first, _inbox) = live.enter([0; 32]);
        let (second, _inbox) = live.enter([0; 32]);
        assert!(live.log_in(address.clone(), first.clone()).is_none());
        let earlier = live.log_in(address.clone(), second.clone());
        assert_eq!(earlier.map(|peer| peer.id), Some(first.id));
        live.leave(first.id);
        assert_eq!(live.peer_of(&address).map(|peer| peer.id), Some(second.id));
        live.leave(second.id);
        assert!(live.peer_of(&address).is_none());
    }
}
