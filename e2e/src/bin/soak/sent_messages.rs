//! The messages that the network accepted, which the service must have recorded.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use titan_e2e::events::ReceivedMessage;
use titan_e2e::{Phone, linked_numbers};

/// Between two messages of one contact.
const INTERVAL: Duration = Duration::from_millis(400);

#[derive(Default)]
pub(crate) struct SentMessages(Mutex<HashSet<ReceivedMessage>>);

impl SentMessages {
    pub(crate) fn count(&self) -> usize {
        self.0.lock().expect("no holder panics").len()
    }

    fn add(&self, session: String, message: String) {
        let entry = ReceivedMessage { session, message };
        self.0.lock().expect("no holder panics").insert(entry);
    }

    /// Compares the sent messages with the recorded ones.
    pub(crate) fn compare(&self, recorded: Vec<ReceivedMessage>) -> Comparison {
        let mut times: HashMap<ReceivedMessage, usize> = HashMap::new();
        for one in recorded {
            *times.entry(one).or_default() += 1;
        }
        let sent = self.0.lock().expect("no holder panics");
        Comparison {
            missing: sent
                .iter()
                .filter(|one| !times.contains_key(one))
                .cloned()
                .collect(),
            twice: times.values().filter(|count| **count > 1).count(),
        }
    }
}

pub(crate) struct Comparison {
    pub(crate) missing: Vec<ReceivedMessage>,
    /// How many messages have more than one event.
    pub(crate) twice: usize,
}

/// Sends messages to random linked numbers until the task is aborted. A message counts as sent when the network has
/// accepted it; while the network is down, sending fails.
pub(crate) async fn send_messages(
    contact: Phone,
    sessions: usize,
    sent_messages: Arc<SentMessages>,
) {
    let mut ticks = tokio::time::interval(INTERVAL);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let index = rand::random_range(0..sessions);
        if let Ok(id) = contact
            .send("Are you there?", &linked_numbers::phone_number(index))
            .await
        {
            sent_messages.add(linked_numbers::session_name(index), id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(message: &str) -> ReceivedMessage {
        ReceivedMessage {
            session: "a".to_owned(),
            message: message.to_owned(),
        }
    }

    #[test]
    fn missing_and_duplicate_messages_are_found() {
        let sent_messages = SentMessages::default();
        for message in ["1", "2"] {
            sent_messages.add("a".to_owned(), message.to_owned());
        }
        let compared =
            sent_messages.compare(vec![received("2"), received("2"), received("unsure")]);
        assert_eq!(compared.missing, [received("1")]);
        assert_eq!(compared.twice, 1);
    }
}
