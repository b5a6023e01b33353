//! A clock that the test advances.

use std::backtrace::Backtrace;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use titan_connect::domain::time::Timestamp;
use titan_connect::runtime::clock::Clock;

pub struct TestClock {
    now: AtomicI64,
    broken: AtomicBool,
}

impl TestClock {
    pub fn new() -> Self {
        TestClock {
            now: AtomicI64::new(1_795_000_000_000),
            broken: AtomicBool::new(false),
        }
    }

    /// The next session task that reads the clock panics.
    pub fn break_for_a_session(&self) {
        self.broken.store(true, Ordering::SeqCst);
    }

    fn panic_if_broken(&self) {
        if self.broken.load(Ordering::SeqCst)
            && Backtrace::force_capture()
                .to_string()
                .contains("sessions::driver::")
        {
            self.broken.store(false, Ordering::SeqCst);
            panic!("the clock was broken on purpose");
        }
    }

    pub fn advance(&self, by: Duration) {
        self.now
            .fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.panic_if_broken();
        Timestamp::from_millis(self.now.load(Ordering::SeqCst))
    }
}
