//! The only module that reads the time. Other code takes the time as an argument or uses this clock.
//!
//! Tests use a clock that they advance, so they do not wait.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::future::BoxFuture;
#[cfg(feature = "sandbox")]
use tokio::sync::watch;

use crate::domain::time::Timestamp;

/// Returns the current time.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Timestamp;

    /// Returns when the clock shows this time. A clock that is advanced by hand does not wait for the machine's.
    fn reached(&self, at: Timestamp) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(at.remaining(self.now())))
    }
}

pub type SharedClock = Arc<dyn Clock>;

/// The machine's clock, shifted by a fixed number of seconds, which is zero in production.
pub struct SystemClock {
    offset_ms: i64,
}

impl SystemClock {
    pub fn new(offset_seconds: i64) -> Self {
        SystemClock {
            offset_ms: offset_seconds * 1000,
        }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_millis(
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX) + self.offset_ms,
        )
    }
}

/// The machine's clock, which whoever controls the sandbox moves ahead while the service runs.
#[cfg(feature = "sandbox")]
pub struct SandboxClock {
    machine: SystemClock,
    /// By how much it was moved ahead, in milliseconds.
    ahead: watch::Sender<i64>,
}

#[cfg(feature = "sandbox")]
impl SandboxClock {
    pub fn new(offset_seconds: i64) -> Self {
        SandboxClock {
            machine: SystemClock::new(offset_seconds),
            ahead: watch::Sender::new(0),
        }
    }

    pub fn advance(&self, by: std::time::Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.ahead
            .send_modify(|ahead| *ahead = ahead.saturating_add(by));
    }
}

#[cfg(feature = "sandbox")]
impl Clock for SandboxClock {
    fn now(&self) -> Timestamp {
        let ahead = *self.ahead.borrow();
        Timestamp::from_millis(self.machine.now().as_millis().saturating_add(ahead))
    }

    fn reached(&self, at: Timestamp) -> BoxFuture<'_, ()> {
        let mut moved = self.ahead.subscribe();
        Box::pin(async move {
            loop {
                let left = at.remaining(self.now());
                if left.is_zero() {
                    return;
                }
                tokio::select! {
                    () = tokio::time::sleep(left) => {}
                    // Never an error, because this clock is the sender.
                    _ = moved.changed() => {}
                }
            }
        })
    }
}

#[cfg(all(test, feature = "sandbox"))]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn a_time_is_reached_when_the_clock_is_moved_there() {
        let clock = SandboxClock::new(0);
        let in_an_hour = clock.now().plus(Duration::from_hours(1));
        let mut reached = clock.reached(in_an_hour);
        clock.advance(Duration::from_mins(59));
        assert!((&mut reached).now_or_never().is_none());
        clock.advance(Duration::from_mins(2));
        reached.await;
    }
}
