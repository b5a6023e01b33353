//! Records the events of a connection for its session's history. Events must not wait for the database, so entries
//! are collected here, and `sessions/history.rs` writes them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use engine::{Event, Refusal, Via};

use crate::domain::id::SessionId;
use crate::domain::session_history::{Code, Entry};
use crate::runtime::clock::SharedClock;

/// More entries than this are not kept while the database cannot be written.
const MOST_PENDING: usize = 10_000;

/// The entries that are not written yet. Cloning shares them.
#[derive(Clone, Default)]
pub struct PendingHistory(Arc<Mutex<VecDeque<Entry>>>);

impl PendingHistory {
    /// Takes all entries, the oldest first.
    pub fn take(&self) -> Vec<Entry> {
        self.entries().drain(..).collect()
    }

    /// Puts entries back that could not be written.
    pub fn put_back(&self, earlier: Vec<Entry>) {
        let mut entries = self.entries();
        for entry in earlier.into_iter().rev() {
            entries.push_front(entry);
        }
        let excess = entries.len().saturating_sub(MOST_PENDING);
        drop(entries.drain(..excess));
    }

    fn add(&self, entry: Entry) {
        let mut entries = self.entries();
        if entries.len() == MOST_PENDING {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    fn entries(&self) -> MutexGuard<'_, VecDeque<Entry>> {
        self.0
            .lock()
            .expect("no code panics while it holds the lock")
    }
}

/// Records the events of one connection.
pub(super) struct Recorder {
    session_id: SessionId,
    clock: SharedClock,
    pending: PendingHistory,
    last: Option<(&'static str, Option<Code>)>,
}

impl Recorder {
    pub(super) fn new(session_id: &str, clock: SharedClock, pending: PendingHistory) -> Self {
        Recorder {
            session_id: session_id.into(),
            clock,
            pending,
            last: None,
        }
    }

    /// Records an event, unless it repeats the last one: a code follows another, an attempt fails like the one before.
    pub(super) fn record(&mut self, event: &Event) {
        let Some((what, code)) = describe(event) else {
            return;
        };
        let next = (what, code.as_deref().map(Code::new));
        if self.last.as_ref() == Some(&next) {
            return;
        }
        self.last = Some(next.clone());
        self.pending.add(Entry {
            session_id: self.session_id.clone(),
            at: self.clock.now(),
            what: next.0,
            code: next.1,
        });
    }
}

/// The word and the code of an event. Without numbers, names and codes to scan.
fn describe(event: &Event) -> Option<(&'static str, Option<String>)> {
    let owned = |text: &str| Some(text.to_owned());
    Some(match event {
        Event::Qr { .. } => ("code_shown", None),
        Event::QrExhausted => ("codes_exhausted", None),
        Event::Linked { via, .. } => match via {
            Via::Qr => ("linked", owned("qr")),
            Via::PhoneCode => ("linked", owned("phone_code")),
        },
        Event::LinkRefused { refusal } => ("link_refused", Some(refusal_code(refusal))),
        Event::PasskeyRequired => ("passkey_required", None),
        Event::Connected(_) => ("connected", None),
        Event::Dropped => ("dropped", None),
        Event::Unreachable { reason, .. } => ("unreachable", owned(reason.code())),
        Event::Reached => ("reached", None),
        Event::LoggedOut { reason } => ("logged_out", Some(reason.clone())),
        Event::Replaced => ("replaced", None),
        Event::Banned { lasts } => ("banned", Some(format!("{}h", lasts.as_secs() / 3600))),
        Event::Outdated => ("outdated", None),
        Event::Failed { reason } => ("failed", Some(reason.clone())),
        Event::Closed => ("closed", None),
        Event::MessageRefused { refusal, .. } => ("message_refused", refusal.code.clone()),
        Event::Restricted { .. } => ("restricted", None),
        Event::RestrictionEnded => ("restriction_ended", None),
        Event::PhoneCodeOver
        | Event::PushName(_)
        | Event::PhoneSeen { .. }
        | Event::MessageStatus { .. } => return None,
    })
}

fn refusal_code(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Coexistence => "coexistence".to_owned(),
        Refusal::SignatureMismatch => "signature_mismatch".to_owned(),
        Refusal::Other(code) => code.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::clock::SystemClock;
    use engine::{Account, Platform, QrCode};

    fn account() -> Account {
        Account {
            phone_number: "+5511999990001".into(),
            lid: "1@lid".into(),
            push_name: Some("Ana".into()),
            business_name: None,
            platform: Platform::Consumer,
        }
    }

    #[test]
    fn events_become_words_and_repetitions_are_left_out() {
        let pending = PendingHistory::default();
        let clock = Arc::new(SystemClock::new(0));
        let mut recorder = Recorder::new("ses_1", clock, pending.clone());
        let qr = Event::Qr {
            code: QrCode::new("2@secret"),
            lasts: std::time::Duration::from_secs(20),
        };
        let failed = Event::Failed {
            reason: "refused_499".into(),
        };
        for event in [
            &qr,
            &qr,
            &Event::Connected(account()),
            &Event::PushName("Ana".into()),
            &failed,
            &Event::Closed,
        ] {
            recorder.record(event);
        }
        let entries = pending.take();
        let found: Vec<(&str, Option<&str>)> = entries
            .iter()
            .map(|entry| (entry.what, entry.code.as_ref().map(Code::as_str)))
            .collect();
        let expected = [
            ("code_shown", None),
            ("connected", None),
            ("failed", Some("refused_499")),
            ("closed", None),
        ];
        assert_eq!(found, expected);
        pending.put_back(entries);
        assert_eq!(pending.take().len(), 4);
    }
}
