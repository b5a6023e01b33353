//! How much was delivered and what went wrong, since the process started. Plain numbers; whoever shows them reads.

use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Default)]
pub struct Counters {
    delivered: AtomicU64,
    failed_attempts: AtomicU64,
    given_up: AtomicU64,
    disabled: AtomicU64,
    stalled: AtomicU64,
}

/// What happened, to be counted.
#[derive(Debug, Clone, Copy)]
pub enum Counted {
    Delivered,
    FailedAttempt,
    GivenUp,
    Disabled,
    Stalled,
}

impl Counters {
    pub fn add(&self, what: Counted) {
        self.of(what).fetch_add(1, Ordering::Relaxed);
    }

    pub fn count(&self, what: Counted) -> u64 {
        self.of(what).load(Ordering::Relaxed)
    }

    fn of(&self, what: Counted) -> &AtomicU64 {
        match what {
            Counted::Delivered => &self.delivered,
            Counted::FailedAttempt => &self.failed_attempts,
            Counted::GivenUp => &self.given_up,
            Counted::Disabled => &self.disabled,
            Counted::Stalled => &self.stalled,
        }
    }
}
