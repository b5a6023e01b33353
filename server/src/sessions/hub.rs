//! The last view of each session and who is watching it. Nothing here is durable: it is filled after the
//! transaction, and a watcher that missed a change gets the newest one.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::watch;

use crate::domain::event::{LinkCode, QrCode};
use crate::domain::id::SessionId;
use crate::domain::phone::PhoneNumber;
use crate::domain::session::Session;
use crate::domain::time::Timestamp;

/// What there is to see of a session now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// Grows with every change.
    pub seq: u64,
    pub session: Session,
    pub code: Option<ShownCode>,
    /// A code to type on the phone, valid at the same time as the QR code.
    pub phone_code: Option<ShownPhoneCode>,
    /// Set while WhatsApp is not reached.
    pub outage: Option<Outage>,
}

/// WhatsApp is not reached, and tried again by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    pub since: Timestamp,
    pub retry_at: Timestamp,
}

/// While an attempt is running, its end is not known: callers are asked to retry after this long.
const SOONEST_RETRY: Duration = Duration::from_secs(1);

impl Outage {
    /// How long until it is worth looking again.
    pub fn retry_in(self, now: Timestamp) -> Duration {
        self.retry_at.remaining(now).max(SOONEST_RETRY)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownCode {
    pub qr: QrCode,
    pub expires_at: Timestamp,
    pub lasts: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPhoneCode {
    pub code: LinkCode,
    pub number: PhoneNumber,
    pub expires_at: Timestamp,
    pub lasts: Duration,
}

#[derive(Default)]
pub struct Hub {
    sessions: Mutex<HashMap<SessionId, watch::Sender<Live>>>,
}

impl Hub {
    /// Publishes a new view of a session.
    pub fn publish(
        &self,
        session: Session,
        code: Option<ShownCode>,
        phone_code: Option<ShownPhoneCode>,
    ) {
        let mut sessions = self.lock();
        let fresh = Live {
            seq: 1,
            session,
            code,
            phone_code,
            outage: None,
        };
        match sessions.get(&fresh.session.id) {
            Some(sender) => sender.send_modify(|live| {
                *live = Live {
                    seq: live.seq + 1,
                    outage: live.outage,
                    ..fresh
                }
            }),
            None => {
                sessions.insert(fresh.session.id.clone(), watch::Sender::new(fresh));
            }
        }
    }

    /// Makes a session that is not running known, unless a driver has just done so.
    pub fn introduce(&self, session: Session) {
        let id = session.id.clone();
        let live = Live {
            seq: 1,
            session,
            code: None,
            phone_code: None,
            outage: None,
        };
        self.lock()
            .entry(id)
            .or_insert_with(|| watch::Sender::new(live));
    }

    /// Shows that WhatsApp is not reached, or that it is again.
    pub fn set_outage(&self, session_id: &SessionId, outage: Option<Outage>) {
        if let Some(sender) = self.lock().get(session_id) {
            sender.send_if_modified(|live| {
                let changes = live.outage != outage;
                live.outage = outage;
                live.seq += u64::from(changes);
                changes
            });
        }
    }

    /// Wakes the watchers of a session, whose widget session has changed.
    pub fn touch(&self, session_id: &SessionId) {
        if let Some(sender) = self.lock().get(session_id) {
            sender.send_modify(|live| live.seq += 1);
        }
    }

    /// Watches a session, if it has a view yet.
    pub fn watch(&self, session_id: &SessionId) -> Option<watch::Receiver<Live>> {
        self.lock().get(session_id).map(watch::Sender::subscribe)
    }

    /// Every code shown now, with its session's name.
    #[cfg(feature = "sandbox")]
    pub fn codes(&self) -> Vec<(String, QrCode)> {
        let shown = |sender: &watch::Sender<Live>| {
            let live = sender.borrow();
            live.code
                .as_ref()
                .map(|code| (live.session.name.to_string(), code.qr.clone()))
        };
        self.lock().values().filter_map(shown).collect()
    }

    /// Removes a session without watchers.
    pub fn release(&self, session_id: &SessionId) {
        let mut sessions = self.lock();
        if sessions
            .get(session_id)
            .is_some_and(|sender| sender.receiver_count() == 0)
        {
            sessions.remove(session_id);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<SessionId, watch::Sender<Live>>> {
        self.sessions.lock().expect("no holder of this lock panics")
    }
}
