//! The last view of each session and who is watching it. Nothing here is durable: it is filled after the
//! transaction, and a watcher that missed a change gets the newest one.

mod live;
mod live_watch;
mod views;

#[cfg(feature = "sandbox")]
use crate::domain::event::QrCode;
use crate::domain::id::SessionId;
use crate::domain::session::Session;

pub use self::live::{Drawing, Live, Outage, ShownCode, ShownPhoneCode};
pub use self::live_watch::LiveWatch;
#[cfg(feature = "sandbox")]
use self::views::Entry;
use self::views::SharedViews;

/// The views of sessions. A view is kept while somebody watches the session or its task is running.
#[derive(Clone, Default)]
pub struct Hub(SharedViews);

impl Hub {
    /// Publishes a new view of a session, from its task.
    pub fn publish(
        &self,
        session: Session,
        code: Option<ShownCode>,
        phone_code: Option<ShownPhoneCode>,
    ) {
        let mut views = self.0.lock();
        let fresh = views.fresh(session, code, phone_code);
        match views.sessions.get_mut(&fresh.session.id) {
            Some(entry) => {
                entry.has_task = true;
                entry.live.send_modify(|live| {
                    let is_drawn = live.code == fresh.code;
                    *live = Live {
                        outage: live.outage,
                        drawing: if is_drawn {
                            live.drawing.clone()
                        } else {
                            fresh.drawing
                        },
                        ..fresh
                    }
                });
            }
            None => views.insert(fresh).has_task = true,
        }
    }

    /// Makes a session that is not running known, unless a driver has just done so.
    pub fn introduce(&self, session: Session) {
        let mut views = self.0.lock();
        if !views.sessions.contains_key(&session.id) {
            let live = views.fresh(session, None, None);
            views.insert(live);
        }
    }

    /// Shows that WhatsApp is not reached, or that it is again.
    pub fn set_outage(&self, session_id: &SessionId, outage: Option<Outage>) {
        self.0.lock().modify(session_id, |live, seq| {
            let changes = live.outage != outage;
            if changes {
                (live.outage, live.seq) = (outage, seq);
            }
            changes
        });
    }

    /// Wakes the watchers of a session, whose widget session has changed.
    pub fn touch(&self, session_id: &SessionId) {
        self.0.lock().modify(session_id, |live, seq| {
            live.seq = seq;
            true
        });
    }

    /// Watches a session, if it has a view yet.
    pub fn watch(&self, session_id: &SessionId) -> Option<LiveWatch> {
        let views = self.0.lock();
        let live = views.sessions.get(session_id)?.live.subscribe();
        Some(LiveWatch::new(live, self.0.clone(), session_id.clone()))
    }

    /// Every code shown now, with its session's name.
    #[cfg(feature = "sandbox")]
    pub fn codes(&self) -> Vec<(String, QrCode)> {
        let shown = |entry: &Entry| {
            let live = entry.live.borrow();
            live.code
                .as_ref()
                .map(|code| (live.session.name.to_string(), code.qr.clone()))
        };
        self.0.lock().sessions.values().filter_map(shown).collect()
    }

    /// The session's task has ended.
    pub fn release(&self, session_id: &SessionId) {
        let mut views = self.0.lock();
        if let Some(entry) = views.sessions.get_mut(session_id) {
            entry.has_task = false;
        }
        views.remove_unused(session_id);
    }

    /// How many sessions have a view.
    pub fn len(&self) -> usize {
        self.0.lock().sessions.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests;
