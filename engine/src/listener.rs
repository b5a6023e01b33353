//! Receives the client's events and forwards them in order to the session's owner.
//!
//! The client calls it in the middle of its work, before it acts on what it reports, so it must not block. That is why
//! the profile of a scan is recorded here: when the link is stored, the backend already has it. A message that cannot
//! be decrypted is recorded here too, before it is acknowledged.

use std::sync::Arc;

use tokio::sync::mpsc;
use wacore::types::events::{Event, EventHandler, EventInterest, EventKind, UndecryptableMessage};

use crate::acks::Acks;
use crate::backend::{Backend, MissingMessage, Source};
use crate::client::ClientContext;
use crate::passkey::Ceremony;
use crate::presence::PresenceControl;
use crate::restriction::{Restriction, RestrictionNews};
use crate::scan::Scan;

/// Decrypted messages, presence and the like are not needed here, and would only take memory.
const HANDLED: &[EventKind] = &[
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
    EventKind::ServerAck,
    EventKind::Receipt,
    EventKind::MexNotification,
];

pub(crate) struct Listener {
    events: mpsc::UnboundedSender<Arc<Event>>,
    backend: Arc<Backend>,
    presence: Arc<PresenceControl>,
    ceremony: Arc<Ceremony>,
    acks: Arc<Acks>,
    restriction: Arc<RestrictionNews>,
}

impl Listener {
    pub(crate) fn new(
        events: mpsc::UnboundedSender<Arc<Event>>,
        context: &ClientContext,
        acks: Arc<Acks>,
        restriction: Arc<RestrictionNews>,
    ) -> Listener {
        Listener {
            events,
            backend: context.backend.clone(),
            presence: context.presence.clone(),
            ceremony: context.ceremony.clone(),
            acks,
            restriction,
        }
    }

    /// Whether the session's owner needs the event: acknowledgements mostly have a caller who waits for them.
    fn is_for_owner(&self, event: &Event) -> bool {
        match event {
            Event::ServerAck(ack) => {
                let code = ack.error.clone();
                self.acks.arrived(&ack.id, code.map_or(Ok(()), Err))
            }
            Event::MexNotification(notification) => {
                if let Some(restriction) = Restriction::read(notification) {
                    self.restriction.announce(restriction);
                }
                false
            }
            Event::OfflineSyncCompleted(_) => {
                // It may have changed in the meantime.
                if self.backend.restricted_until().is_some() {
                    self.restriction.ask();
                }
                true
            }
            _ => true,
        }
    }

    /// A message that is unavailable by design, like a view-once photo, is not missing. One that only the phone got is.
    fn record_missing(&self, message: &UndecryptableMessage) {
        let source = match message.is_unavailable {
            false => Source::Sender,
            true if message.unavailable_type.is_unrecoverable_fanout() => return,
            true => Source::Phone,
        };
        let missing = MissingMessage::of(&message.info, source);
        self.backend.add_missing(missing);
    }
}

impl EventHandler for Listener {
    fn handle_event(&self, event: Arc<Event>) {
        if let Event::UndecryptableMessage(message) = &*event {
            return self.record_missing(message);
        }
        match &*event {
            Event::SelfPushNameUpdated(_) => self.presence.renamed(),
            Event::PairPasskeyRequest(_) => self.ceremony.begin(),
            Event::PairSuccess(_) | Event::PairPasskeyError(_) | Event::Disconnected(_) => {
                self.ceremony.end();
            }
            _ => {}
        }
        if let Event::RawNode(stanza) = &*event
            && let Some(scan) = Scan::read(stanza.get())
        {
            self.backend.set_profile(scan.profile);
        }
        if !self.is_for_owner(&event) {
            return;
        }
        // Without a receiver, the client is being shut down.
        let _ = self.events.send(event);
    }

    fn interest(&self) -> EventInterest {
        EventInterest::of(HANDLED)
    }
}
