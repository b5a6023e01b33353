//! A log line for something that may happen thousands of times a second: at most one in a while, with how many
//! there were since the last.

use std::sync::Mutex;
use std::time::Duration;

use crate::domain::time::Timestamp;

/// The pause between two lines.
const PAUSE: Duration = Duration::from_secs(60);

#[derive(Default)]
pub struct RareNotice(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    last: Option<Timestamp>,
    unsaid: u64,
}

impl RareNotice {
    /// Counts one; `Some` if it is time for a line, with how many have not been said yet.
    pub fn count(&self, now: Timestamp) -> Option<u64> {
        let mut counted = self.0.lock().expect("no holder of this lock panics");
        counted.unsaid += 1;
        if counted.last.is_some_and(|last| now < last.plus(PAUSE)) {
            return None;
        }
        counted.last = Some(now);
        Some(std::mem::take(&mut counted.unsaid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_said_at_once_and_the_others_once_a_minute() {
        let notice = RareNotice::default();
        let table = [
            (0, Some(1)),
            (1, None),
            (59_999, None),
            (60_000, Some(3)),
            (60_001, None),
            (500_000, Some(2)),
        ];
        for (at, said) in table {
            assert_eq!(notice.count(Timestamp::from_millis(at)), said, "at {at} ms");
        }
    }
}
