//! A clock that the test advances.

use std::backtrace::Backtrace;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use futures_util::future::BoxFuture;
use titan_connect::domain::time::Timestamp;
use titan_connect::runtime::clock::Clock;
use tokio::sync::Notify;

pub struct TestClock {
    now: AtomicI64,
    broken: AtomicBool,
    advanced: Notify,
}

impl TestClock {
    pub fn new() -> Self {
        TestClock {
            now: AtomicI64::new(1_795_000_000_000),
            broken: AtomicBool::new(false),
            advanced: Notify::new(),
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
        self.advanced.notify_waiters();
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.panic_if_broken();
        Timestamp::from_millis(self.now.load(Ordering::SeqCst))
    }

    fn reached(&self, at: Timestamp) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            loop {
                let mut advanced = std::pin::pin!(self.advanced.notified());
                advanced.as_mut().enable();
                if at.remaining(self.now()).is_zero() {
                    return;
                }
                advanced.await;
            }
        })
    }
}
