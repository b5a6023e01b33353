//! The views of sessions, and how long each is kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::watch;

use super::live::{Drawing, Live, ShownCode, ShownPhoneCode};
use crate::domain::id::SessionId;
use crate::domain::session::Session;

#[derive(Clone, Default)]
pub(super) struct SharedViews(Arc<Mutex<Views>>);

impl SharedViews {
    pub(super) fn lock(&self) -> MutexGuard<'_, Views> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

#[derive(Default)]
pub(super) struct Views {
    /// Counts the changes of all views, so that a view that is dropped and made again does not repeat a number.
    seq: u64,
    pub(super) sessions: HashMap<SessionId, Entry>,
}

pub(super) struct Entry {
    pub(super) live: watch::Sender<Live>,
    /// Whether the session's task is running, as far as it has published.
    pub(super) has_task: bool,
}

impl Views {
    fn next_seq(&mut self) -> u64 {
        self.seq += 1;
        self.seq
    }

    pub(super) fn fresh(
        &mut self,
        session: Session,
        code: Option<ShownCode>,
        phone_code: Option<ShownPhoneCode>,
    ) -> Live {
        Live {
            seq: self.next_seq(),
            session,
            code,
            drawing: Drawing::default(),
            phone_code,
            outage: None,
        }
    }

    pub(super) fn insert(&mut self, live: Live) -> &mut Entry {
        let id = live.session.id.clone();
        self.sessions.entry(id).or_insert_with(|| Entry {
            live: watch::Sender::new(live),
            has_task: false,
        })
    }

    /// Changes a view; `change` gets its next number and returns whether it has changed.
    pub(super) fn modify(
        &mut self,
        session_id: &SessionId,
        change: impl FnOnce(&mut Live, u64) -> bool,
    ) {
        let seq = self.next_seq();
        if let Some(entry) = self.sessions.get(session_id) {
            entry.live.send_if_modified(|live| change(live, seq));
        }
    }

    pub(super) fn remove_unused(&mut self, session_id: &SessionId) {
        let entry = self.sessions.get(session_id);
        if entry.is_some_and(|entry| !entry.has_task && entry.live.receiver_count() == 0) {
            self.sessions.remove(session_id);
        }
    }
}
