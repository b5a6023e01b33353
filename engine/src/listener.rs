//! The ear at the client: picks what matters, in order, without ever making the client wait.
//!
//! The client calls it in the middle of its work, before it acts on what it tells. That is why the
//! scan is noted here: by the time the link is stored, the backend already knows whose it is. And
//! that is why a message that cannot be opened is: before it is acknowledged, it is written down.

use std::sync::Arc;

use tokio::sync::mpsc;
use wacore::types::events::{Event, EventHandler, EventInterest, EventKind, UndecryptableMessage};

use crate::backend::{Backend, Owed};
use crate::scan::Scan;

/// Opened messages, receipts, presence and the like are of no interest here, and never held in memory.
const HEARD: [EventKind; 20] = [
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
    EventKind::OfflineSyncCompleted,
    EventKind::UndecryptableMessage,
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

impl Listener {
    /// What was never there to be opened, like a view-once photo, is the phone's own to show.
    fn note_unopened(&self, message: &UndecryptableMessage) {
        if message.is_unavailable {
            return;
        }
        let (info, source) = (&message.info, &message.info.source);
        let (chat, sender) = (source.chat.to_string(), source.sender.to_string());
        let at_seconds = info.timestamp.timestamp();
        self.backend
            .owe(Owed::new(&chat, &sender, &info.id, at_seconds));
    }
}

impl EventHandler for Listener {
    fn handle_event(&self, event: Arc<Event>) {
        if let Event::UndecryptableMessage(message) = &*event {
            return self.note_unopened(message);
        }
        if let Event::RawNode(stanza) = &*event
            && let Some(scan) = Scan::read(stanza.get())
        {
            self.backend.scanned(scan.profile);
        }
        // A listener without an owner is one that is being shut down.
        let _ = self.tell.send(event);
    }

    fn interest(&self) -> EventInterest {
        EventInterest::of(&HEARD)
    }
}
