//! Who is connected right now, and what hangs on a connection: the codes it shows, the link it was offered,
//! the device that is logged in over it. All of it ends with the connection, and none of it is kept on disk.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::{Notify, mpsc};
use tokio::time::Instant;
use wacore_binary::node::Node;

use crate::clock::Pace;
use crate::faults::Whose;
use crate::keys::PublicBytes;
use crate::linking::{
    Attempt, Finish, Finished, Offer, Reference, Refs, Refusal, Requests, WrappedKey,
};
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
    requests: Requests,
    offers: HashMap<ConnectionId, Offer>,
    online: HashMap<DeviceAddress, Online>,
}

/// A linked device that is logged in.
struct Online {
    peer: Peer,
    attention: Attention,
    /// The messages it was given on this connection.
    handed: HashSet<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attention {
    /// It is not ready for messages yet.
    Awaited,
    Listening,
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
        present.requests.forget(id);
        present.offers.remove(&id);
        present.online.retain(|_, online| online.peer.id != id);
    }

    /// Cuts connections without a word, and says how many there were.
    pub(crate) fn cut(&self, whose: &Whose) -> usize {
        let peers = match whose {
            Whose::Anybodys => self.present().peers.values().cloned().collect(),
            Whose::Phones(number) => self.peers_of(number),
        };
        peers.iter().for_each(Peer::cut);
        peers.len()
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

    /// A client asks for a code for `number`, and shows it from now on.
    pub(crate) fn ask_for_code(
        &self,
        number: &str,
        peer: &Peer,
        companion_key: WrappedKey,
        pace: Pace,
    ) -> Reference {
        let now = Instant::now();
        let requests = &mut self.present().requests;
        requests.ask(number, peer.id, companion_key, now, pace)
    }

    /// The connection that shows a code for `number` at this moment.
    pub(crate) fn asked_for(&self, number: &str) -> Result<Peer, Refusal> {
        let present = self.present();
        let id = present.requests.look_up(number, Instant::now())?;
        if present.offers.contains_key(&id) {
            return Err(Refusal::CodeUsed);
        }
        present.peers.get(&id).cloned().ok_or(Refusal::CodeExpired)
    }

    /// A code for `number` is typed on its phone.
    pub(crate) fn attempt(&self, number: &str) -> Result<Attempt, Refusal> {
        self.present().requests.attempt(number, Instant::now())
    }

    /// The client's last word on a code it shows.
    pub(crate) fn finish_code(
        &self,
        number: &str,
        peer: &Peer,
        reference: &[u8],
        finish: Finish,
    ) -> Finished {
        let requests = &mut self.present().requests;
        requests.finish(number, peer.id, reference, finish)
    }

    /// The phone does not wait for the client's last word any longer.
    pub(crate) fn give_up(&self, number: &str, reference: &Reference) {
        self.present().requests.give_up(number, reference);
    }

    /// Offers a link to the connection whose code was typed; from now on that code is used.
    pub(crate) fn offer_by_code(
        &self,
        number: &str,
        reference: &Reference,
        peer: &Peer,
        offer: Offer,
    ) -> Result<(), Refusal> {
        let mut present = self.present();
        if !present.peers.contains_key(&peer.id) {
            return Err(Refusal::CodeExpired);
        }
        if present.offers.contains_key(&peer.id) {
            return Err(Refusal::CodeUsed);
        }
        present.requests.use_up(number, reference);
        present.offers.insert(peer.id, offer);
        Ok(())
    }

    /// The offer a connection has not answered yet; asking takes it.
    pub(crate) fn take_offer(&self, id: ConnectionId) -> Option<Offer> {
        self.present().offers.remove(&id)
    }

    /// Notes that a device is logged in here, and returns the connection it was on before.
    pub(crate) fn log_in(&self, address: DeviceAddress, peer: Peer) -> Option<Peer> {
        let online = Online {
            peer,
            attention: Attention::Awaited,
            handed: HashSet::new(),
        };
        let earlier = self.present().online.insert(address, online);
        earlier.map(|earlier| earlier.peer)
    }

    pub(crate) fn peer_of(&self, address: &DeviceAddress) -> Option<Peer> {
        let present = self.present();
        present
            .online
            .get(address)
            .map(|online| online.peer.clone())
    }

    /// A device is ready for messages, on this connection.
    pub(crate) fn listen(&self, address: &DeviceAddress, peer: &Peer) {
        let mut present = self.present();
        let online = present.online.get_mut(address);
        if let Some(online) = online.filter(|online| online.peer.id == peer.id) {
            online.attention = Attention::Listening;
        }
    }

    /// The connection to send a message on, if the device listens and was not given it on this connection.
    pub(crate) fn hand(&self, address: &DeviceAddress, id: &str) -> Option<Peer> {
        let mut present = self.present();
        let online = present.online.get_mut(address)?;
        let is_new =
            online.attention == Attention::Listening && online.handed.insert(id.to_owned());
        is_new.then(|| online.peer.clone())
    }

    /// The message is to be given again on this connection.
    pub(crate) fn take_back(&self, address: &DeviceAddress, id: &str) {
        if let Some(online) = self.present().online.get_mut(address) {
            online.handed.remove(id);
        }
    }

    /// The connections of a phone's linked devices.
    pub(crate) fn peers_of(&self, number: &str) -> Vec<Peer> {
        let present = self.present();
        let online = present.online.iter();
        online
            .filter(|(address, _)| address.number == number)
            .map(|(_, online)| online.peer.clone())
            .collect()
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
