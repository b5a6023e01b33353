//! When the account's phone was last active.
//!
//! WhatsApp reports nothing about the phone itself. What it sends to its linked devices shows that it is online: what
//! its owner writes and reads there, its receipts for what a linked device has sent, and its messages about the
//! account's settings. All of them come from the account's device 0.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;
use wacore::types::events::{Event, EventHandler, EventInterest, EventKind};
use wacore_binary::Jid;
use whatsapp_rust::store::persistence_manager::PersistenceManager;

/// An active phone gives many signs. Further ones within this time are not reported.
const INTERVAL_SECONDS: i64 = 60 * 60;

/// The signs of one client's phone.
pub(crate) struct PhoneSigns {
    persistence: Arc<PersistenceManager>,
    /// Seconds since 1970, of the last sign that was reported.
    last: Mutex<Option<i64>>,
    seen: Notify,
}

impl PhoneSigns {
    pub(crate) fn new(persistence: Arc<PersistenceManager>) -> PhoneSigns {
        PhoneSigns {
            persistence,
            last: Mutex::default(),
            seen: Notify::new(),
        }
    }

    /// Waits for the next sign, and returns how long ago the phone gave it.
    pub(crate) async fn next(&self) -> Duration {
        self.seen.notified().await;
        let last = (*self.last()).and_then(|at| u64::try_from(at).ok());
        let at = UNIX_EPOCH + Duration::from_secs(last.unwrap_or_default());
        // A phone whose clock is ahead was active just now.
        SystemTime::now().duration_since(at).unwrap_or_default()
    }

    fn saw(&self, sender: &Jid, at_seconds: i64) {
        if !self.is_phone(sender) {
            return;
        }
        let mut last = self.last();
        if last.is_none_or(|last| at_seconds >= last + INTERVAL_SECONDS) {
            *last = Some(at_seconds);
            self.seen.notify_one();
        }
    }

    fn is_phone(&self, sender: &Jid) -> bool {
        if sender.device != 0 {
            return false;
        }
        let device = self.persistence.get_device_snapshot();
        let own = [device.pn.as_ref(), device.lid.as_ref()];
        own.into_iter().flatten().any(|own| own.user == sender.user)
    }

    fn last(&self) -> MutexGuard<'_, Option<i64>> {
        self.last
            .lock()
            .expect("no code panics while it holds the lock")
    }
}

impl EventHandler for PhoneSigns {
    fn handle_event(&self, event: Arc<Event>) {
        match &*event {
            Event::Receipt(receipt) => {
                self.saw(&receipt.source.sender, receipt.timestamp.timestamp());
            }
            Event::Messages(batch) => {
                for message in batch.messages.iter() {
                    let info = &message.info;
                    self.saw(&info.source.sender, info.timestamp.timestamp());
                }
            }
            _ => {}
        }
    }

    fn interest(&self) -> EventInterest {
        EventInterest::of(&[EventKind::Receipt, EventKind::Messages])
    }
}
