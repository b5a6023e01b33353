//! The ear at the client: picks what matters, in order, without ever making the client wait.
//!
//! The client calls it in the middle of its work, before it acts on what it tells. That is why the
//! scan is noted here: by the time the link is stored, the backend already knows whose it is.

use std::sync::Arc;

use tokio::sync::mpsc;
use wacore::types::events::{Event, EventHandler, EventInterest, EventKind};

use crate::backend::Backend;
use crate::scan::{Scan, code_typed};

/// Messages, receipts, presence and the like are of no interest here, and never held in memory.
const HEARD: [EventKind; 18] = [
    EventKind::RawNode,
    EventKind::PairingQrCode,
    EventKind::PairingQrCodesExhausted,
    EventKind::PairingCodeError,
    EventKind::PairingCodeRefresh,
    EventKind::PairSuccess,
    EventKind::PairError,
    EventKind::QrScannedWithoutMultidevice,
    EventKind::PairPasskeyRequest,
    EventKind::PairPasskeyError,
    EventKind::Connected,
    EventKind::SelfPushNameUpdated,
    EventKind::Disconnected,
    EventKind::LoggedOut,
    EventKind::StreamReplaced,
    EventKind::TemporaryBan,
    EventKind::ClientOutdated,
    EventKind::ConnectFailure,
];

pub(crate) struct Listener {
    tell: mpsc::UnboundedSender<Arc<Event>>,
    backend: Arc<Backend>,
}

impl Listener {
    pub(crate) fn new(tell: mpsc::UnboundedSender<Arc<Event>>, backend: Arc<Backend>) -> Listener {
        Listener { tell, backend }
    }
}

impl EventHandler for Listener {
    fn handle_event(&self, event: Arc<Event>) {
        if let Event::RawNode(stanza) = &*event {
            match Scan::read(stanza.get()) {
                Some(scan) => self.backend.scanned(scan.profile),
                None if code_typed(stanza.get()) => {}
                None => return,
            }
        }
        // A listener without an owner is one that is being shut down.
        let _ = self.tell.send(event);
    }

    fn interest(&self) -> EventInterest {
        EventInterest::of(&HEARD)
    }
}
