//! Which messages the network took, and so must be on record at the service.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use titan_e2e::events::Received;
use titan_e2e::{Phone, crowd};

/// Between two messages of one contact.
const PACE: Duration = Duration::from_millis(400);

#[derive(Default)]
pub(crate) struct Ledger(Mutex<HashSet<Received>>);

impl Ledger {
    pub(crate) fn count(&self) -> usize {
        self.0.lock().expect("no holder panics").len()
    }

    fn note(&self, session: String, message: String) {
        let entry = Received { session, message };
        self.0.lock().expect("no holder panics").insert(entry);
    }

    /// Sent messages that are on record `times` times, in words of a count.
    pub(crate) fn compare(&self, recorded: Vec<Received>) -> Comparison {
        let mut times: HashMap<Received, usize> = HashMap::new();
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

/// What was sent against what is on record.
pub(crate) struct Comparison {
    pub(crate) missing: Vec<Received>,
    /// Messages with more than one event.
    pub(crate) twice: usize,
}

/// Writes to one linked number after another until the task is ended. A message counts as sent when the network
/// has said so; while the network is away nobody can write.
pub(crate) async fn write_all(contact: Phone, sessions: usize, ledger: Arc<Ledger>) {
    let mut ticks = tokio::time::interval(PACE);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let index = rand::random_range(0..sessions);
        if let Ok(id) = contact.send("Are you there?", &crowd::number(index)).await {
            ledger.note(crowd::session(index), id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(message: &str) -> Received {
        Received {
            session: "a".to_owned(),
            message: message.to_owned(),
        }
    }

    #[test]
    fn what_is_missing_and_what_came_twice_is_told() {
        let ledger = Ledger::default();
        for message in ["1", "2"] {
            ledger.note("a".to_owned(), message.to_owned());
        }
        let compared = ledger.compare(vec![received("2"), received("2"), received("unsure")]);
        assert_eq!(compared.missing, [received("1")]);
        assert_eq!(compared.twice, 1);
    }
}
