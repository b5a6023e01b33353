//! One client's connection as the rest of the network uses it: its id, the key that the client proved, and the
//! queue of what to send. The task in `socket` owns the other end of the queue.

use std::sync::{Arc, OnceLock};

use tokio::sync::{Notify, mpsc};
use tokio::time::Instant;
use wacore_binary::node::Node;

use crate::keys::PublicBytes;
use crate::web_version::Version;

pub(crate) type ConnectionId = u64;

/// What the connection's task must do next.
pub(crate) enum Outgoing {
    Stanza {
        node: Node,
        queued: Instant,
    },
    /// Close the socket; everything queued before is sent first.
    Close,
}

/// The sending side of a connection. Cloning is cheap; what is sent after the connection ended is dropped.
#[derive(Clone)]
pub(crate) struct Peer {
    pub(crate) id: ConnectionId,
    queue: mpsc::UnboundedSender<Outgoing>,
    noise_key: PublicBytes,
    aborted: Arc<Notify>,
    version: Arc<OnceLock<Version>>,
}

impl Peer {
    /// The peer of a new connection, and the queue that the connection's task reads.
    pub(crate) fn new(
        id: ConnectionId,
        noise_key: PublicBytes,
    ) -> (Peer, mpsc::UnboundedReceiver<Outgoing>) {
        let (queue, outgoing) = mpsc::unbounded_channel();
        let peer = Peer {
            id,
            queue,
            noise_key,
            aborted: Arc::default(),
            version: Arc::default(),
        };
        (peer, outgoing)
    }

    pub(crate) fn send(&self, node: Node) {
        let queued = Instant::now();
        self.push(Outgoing::Stanza { node, queued });
    }

    pub(crate) fn close(&self) {
        self.push(Outgoing::Close);
    }

    /// The key with which the client authenticated in the handshake.
    pub(crate) fn noise_key(&self) -> PublicBytes {
        self.noise_key
    }

    /// The version of the client, which it named when it registered.
    pub(crate) fn version(&self) -> Option<Version> {
        self.version.get().copied()
    }

    pub(crate) fn set_version(&self, version: Version) {
        // A connection registers once.
        let _ = self.version.set(version);
    }

    /// Ends the connection without a closing message, as a failing network does.
    pub(crate) fn abort(&self) {
        self.aborted.notify_one();
    }

    /// Waits until the connection is aborted.
    pub(crate) async fn aborted(&self) {
        self.aborted.notified().await;
    }

    fn push(&self, outgoing: Outgoing) {
        // This fails only after the connection ended, when nothing can be sent any more.
        let _ = self.queue.send(outgoing);
    }
}
