//! WhatsApp's acknowledgements of messages.
//!
//! The client reports a message as sent as soon as it is on the socket; whether WhatsApp has taken it is said by a
//! later acknowledgement, which may be a refusal. An acknowledgement goes to the caller that waits for it. If the caller
//! has stopped waiting, it becomes an event.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// How many unanswered messages are remembered. Older ones are forgotten.
const MAX_LATE: usize = 1000;

/// An acknowledgement; the error is WhatsApp's code.
pub(crate) type Ack = Result<(), String>;

/// The messages of one client that are not acknowledged.
#[derive(Default)]
pub(crate) struct Acks(Mutex<Unacknowledged>);

#[derive(Default)]
struct Unacknowledged {
    waiting: HashMap<String, oneshot::Sender<Ack>>,
    /// Nobody waits for these any more.
    late: VecDeque<String>,
}

impl Acks {
    /// To be called before the message is sent.
    pub(crate) fn expect(&self, id: &str) -> oneshot::Receiver<Ack> {
        let (sender, ack) = oneshot::channel();
        self.lock().waiting.insert(id.to_owned(), sender);
        ack
    }

    /// The message was not sent.
    pub(crate) fn forget(&self, id: &str) {
        self.lock().waiting.remove(id);
    }

    /// The caller has stopped waiting. Returns the acknowledgement if it has arrived in this moment.
    pub(crate) fn stop_waiting(&self, id: &str, mut ack: oneshot::Receiver<Ack>) -> Option<Ack> {
        let mut unacknowledged = self.lock();
        if unacknowledged.waiting.remove(id).is_none() {
            return ack.try_recv().ok();
        }
        let late = &mut unacknowledged.late;
        if late.len() == MAX_LATE {
            late.pop_front();
        }
        late.push_back(id.to_owned());
        None
    }

    /// An acknowledgement has arrived. Returns whether it is late.
    pub(crate) fn arrived(&self, id: &str, ack: Ack) -> bool {
        let mut unacknowledged = self.lock();
        if let Some(waiting) = unacknowledged.waiting.remove(id) {
            // Without a receiver the session is being shut down.
            let _ = waiting.send(ack);
            return false;
        }
        let late = &mut unacknowledged.late;
        let index = late.iter().position(|late| late == id);
        index.and_then(|index| late.remove(index)).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Unacknowledged> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acknowledgement_goes_to_the_caller_that_waits() {
        let acks = Acks::default();
        let mut ack = acks.expect("A");
        assert!(!acks.arrived("A", Err("463".into())));
        assert_eq!(ack.try_recv(), Ok(Err("463".into())));
        assert!(!acks.arrived("A", Ok(())), "acknowledged twice");
        assert!(!acks.arrived("B", Ok(())), "of another program");
    }

    #[test]
    fn a_late_acknowledgement_is_reported_once() {
        let acks = Acks::default();
        let ack = acks.expect("A");
        assert_eq!(acks.stop_waiting("A", ack), None);
        assert!(acks.arrived("A", Ok(())));
        assert!(!acks.arrived("A", Ok(())));
    }

    #[test]
    fn an_acknowledgement_in_the_last_moment_is_not_late() {
        let acks = Acks::default();
        let ack = acks.expect("A");
        assert!(!acks.arrived("A", Ok(())));
        assert_eq!(acks.stop_waiting("A", ack), Some(Ok(())));
    }

    #[test]
    fn the_oldest_late_messages_are_forgotten() {
        let acks = Acks::default();
        for index in 0..=MAX_LATE {
            let id = index.to_string();
            let ack = acks.expect(&id);
            acks.stop_waiting(&id, ack);
        }
        assert!(!acks.arrived("0", Ok(())));
        assert!(acks.arrived("1", Ok(())));
    }
}
