//! The last view of each session and who is watching it. Nothing here is durable: it is filled after the
//! transaction, and whoever missed a change gets the newest one.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::watch;

use crate::domain::event::{Code, LinkCode};
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
    /// A code to type on the phone, live beside the QR code.
    pub phone_code: Option<ShownPhoneCode>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownCode {
    pub qr: Code,
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
    sessions: Mutex<HashMap<String, watch::Sender<Live>>>,
}

impl Hub {
    /// Shows a new view of a session to everybody who watches it.
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
        };
        match sessions.get(&fresh.session.id) {
            Some(sender) => sender.send_modify(|live| {
                *live = Live {
                    seq: live.seq + 1,
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
        };
        self.lock()
            .entry(id)
            .or_insert_with(|| watch::Sender::new(live));
    }

    /// Wakes the watchers of a session, whose widget session has changed.
    pub fn touch(&self, session_id: &str) {
        if let Some(sender) = self.lock().get(session_id) {
            sender.send_modify(|live| live.seq += 1);
        }
    }

    /// Watches a session, if it has a view yet.
    pub fn watch(&self, session_id: &str) -> Option<watch::Receiver<Live>> {
        self.lock().get(session_id).map(watch::Sender::subscribe)
    }

    /// Every code shown now, with its session's name.
    #[cfg(feature = "sandbox")]
    pub fn codes(&self) -> Vec<(String, Code)> {
        let shown = |sender: &watch::Sender<Live>| {
            let live = sender.borrow();
            live.code
                .as_ref()
                .map(|code| (live.session.name.to_string(), code.qr.clone()))
        };
        self.lock().values().filter_map(shown).collect()
    }

    /// Forgets a session nobody watches.
    pub fn release(&self, session_id: &str) {
        let mut sessions = self.lock();
        if sessions
            .get(session_id)
            .is_some_and(|sender| sender.receiver_count() == 0)
        {
            sessions.remove(session_id);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, watch::Sender<Live>>> {
        self.sessions
            .lock()
            .expect("nobody panics while holding the hub")
    }
}
