//! Generates ids in increasing order, also within one millisecond: events are read back by id.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Mutex;

use tokio::sync::{Mutex as Turn, MutexGuard as TurnGuard};

use crate::domain::id;
use crate::domain::time::Timestamp;

/// Sessions share turns, so that their number does not grow with the sessions'.
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
    /// Held from the making of an event's id until the event is committed: events of one session are committed, and
    /// so delivered, in the order of their ids, whoever writes them.
    pub async fn lock_session(&self, session_id: &str) -> TurnGuard<'_, ()> {
        let mut hasher = DefaultHasher::new();
        session_id.hash(&mut hasher);
        let place = hasher.finish() % TURNS as u64;
        self.turns[usize::try_from(place).unwrap_or(0)].lock().await
    }

    pub fn next(&self, prefix: &str, at: Timestamp) -> String {
        let mut last = self.last.lock().expect("nobody panics while counting");
        // A clock that steps back must not put a later event before an earlier one.
        *last = if at.as_millis() > last.0 {
            (at.as_millis(), rand::random::<u128>() >> 49)
        } else {
            (last.0, last.1 + 1)
        };
        id::new(prefix, Timestamp::from_millis(last.0), last.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_in_the_order_they_were_made() {
        let ids = Ids::default();
        let times = [5, 5, 5, 4, 6, 6];
        let made: Vec<String> = times
            .iter()
            .map(|at| ids.next("evt", Timestamp::from_millis(*at)))
            .collect();
        let mut sorted = made.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(made, sorted);
    }
}
