//! A clock that moves when it is told to.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use titan_connect::clock::Clock;
use titan_connect::domain::time::Timestamp;

pub struct TestClock {
    now: AtomicI64,
}

impl TestClock {
    pub fn new() -> Self {
        TestClock {
            now: AtomicI64::new(1_795_000_000_000),
        }
    }

    pub fn advance(&self, by: Duration) {
        self.now
            .fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.load(Ordering::SeqCst))
    }
}
