//! The events that the playground's endpoint has received, in memory, and its next responses.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde_json::Value;
use tokio::sync::watch;

use super::summary;
use crate::domain::id::EventId;
use crate::domain::time::Timestamp;

/// Events that are kept.
const MOST: usize = 200;

#[derive(Default)]
pub(super) struct Endpoint {
    kept: Mutex<EndpointState>,
    /// Notified at every change.
    bell: watch::Sender<()>,
}

#[derive(Default)]
struct EndpointState {
    /// Oldest first.
    received_events: VecDeque<ReceivedEvent>,
    failures_left: u32,
}

/// A received event with a valid signature.
#[derive(Clone)]
pub(super) struct ReceivedEvent {
    pub event_id: EventId,
    pub event: String,
    pub session: Option<String>,
    /// When it was first received.
    pub at: Timestamp,
    /// How often it was received.
    pub times: u32,
    pub summary: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Accepted,
    Failing,
}

impl ReceivedEvent {
    pub(super) fn read(body: &[u8], at: Timestamp) -> Option<Self> {
        #[derive(Deserialize)]
        struct Envelope {
            id: EventId,
            event: String,
            session: Option<String>,
            payload: Value,
        }
        let envelope: Envelope = serde_json::from_slice(body).ok()?;
        Some(ReceivedEvent {
            summary: summary::of(&envelope.event, &envelope.payload),
            event_id: envelope.id,
            event: envelope.event,
            session: envelope.session,
            at,
            times: 1,
        })
    }
}

impl Endpoint {
    /// Stores an event once by its id and returns the response to send.
    pub(super) fn take(&self, received: ReceivedEvent) -> Answer {
        let answer = self.state().take(received);
        self.bell.send_replace(());
        answer
    }

    pub(super) fn fail_next(&self, failures: u32) {
        self.state().failures_left = failures;
        self.bell.send_replace(());
    }

    pub(super) fn received_events(&self) -> Vec<ReceivedEvent> {
        self.state().received_events.iter().cloned().collect()
    }

    pub(super) fn failures_left(&self) -> u32 {
        self.state().failures_left
    }

    /// Subscribes to changes.
    pub(super) fn listen(&self) -> watch::Receiver<()> {
        self.bell.subscribe()
    }

    fn state(&self) -> MutexGuard<'_, EndpointState> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl EndpointState {
    fn take(&mut self, received: ReceivedEvent) -> Answer {
        let known = self
            .received_events
            .iter_mut()
            .find(|known| known.event_id == received.event_id);
        match known {
            Some(known) => known.times += 1,
            None => self.received_events.push_back(received),
        }
        if self.received_events.len() > MOST {
            self.received_events.pop_front();
        }
        if self.failures_left == 0 {
            return Answer::Accepted;
        }
        self.failures_left -= 1;
        Answer::Failing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(id: usize) -> ReceivedEvent {
        let body = format!(
            r#"{{"id":"evt_{id}","event":"session.status","session":"a","timestamp":"","payload":{{"status":"CONNECTED"}}}}"#
        );
        ReceivedEvent::read(body.as_bytes(), Timestamp::from_millis(0)).unwrap()
    }

    #[test]
    fn stores_each_event_once_and_keeps_the_newest() {
        let endpoint = Endpoint::default();
        for id in (0..=MOST).chain([MOST]) {
            endpoint.take(received(id));
        }
        let kept = endpoint.received_events();
        assert_eq!(kept.len(), MOST);
        assert_eq!(kept[0].event_id, "evt_1".into());
        assert_eq!(
            (kept[MOST - 1].event_id.as_str(), kept[MOST - 1].times),
            ("evt_200", 2)
        );
        assert!(ReceivedEvent::read(b"{}", Timestamp::from_millis(0)).is_none());
    }

    #[test]
    fn fails_as_often_as_requested() {
        let endpoint = Endpoint::default();
        endpoint.fail_next(2);
        let answers: Vec<Answer> = (0..3).map(|_| endpoint.take(received(1))).collect();
        assert_eq!(
            answers,
            [Answer::Failing, Answer::Failing, Answer::Accepted]
        );
        endpoint.fail_next(2);
        endpoint.fail_next(0);
        assert_eq!(endpoint.take(received(1)), Answer::Accepted);
    }
}
