//! Generates ids in increasing order, also within one millisecond: events are read back by id.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Mutex;

use tokio::sync::{Mutex as Turn, MutexGuard as TurnGuard};

use crate::domain::id::{Id, SessionId};
use crate::domain::time::Timestamp;

/// The number of locks. Sessions share them, so that it does not grow with the number of sessions.
const TURNS: usize = 64;

pub struct Ids {
    last: Mutex<(i64, u128)>,
    turns: [Turn<()>; TURNS],
}

impl Default for Ids {
    fn default() -> Self {
        Ids {
            last: Mutex::default(),
            turns: std::array::from_fn(|_| Turn::default()),
        }
    }
}

impl Ids {
    /// Locks the event order of a session. Hold the lock from creating an event's id until the event is committed, so
    /// that events of one session are committed and delivered in the order of their ids.
    pub async fn lock_session(&self, session_id: &SessionId) -> TurnGuard<'_, ()> {
        let mut hasher = DefaultHasher::new();
        session_id.hash(&mut hasher);
        let place = hasher.finish() % TURNS as u64;
        self.turns[usize::try_from(place).unwrap_or(0)].lock().await
    }

    pub fn next<I: Id>(&self, at: Timestamp) -> I {
        let mut last = self.last.lock().expect("nobody panics while counting");
        // If the clock steps back, later ids must still sort after earlier ones.
        *last = if at.as_millis() > last.0 {
            (at.as_millis(), rand::random::<u128>() >> 49)
        } else {
            (last.0, last.1 + 1)
        };
        I::generate(Timestamp::from_millis(last.0), last.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::EventId;

    #[test]
    fn ids_sort_in_the_order_of_their_creation() {
        let ids = Ids::default();
        let times = [5, 5, 5, 4, 6, 6];
        let made: Vec<EventId> = times
            .iter()
            .map(|at| ids.next(Timestamp::from_millis(*at)))
            .collect();
        let mut sorted = made.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(made, sorted);
    }
}
