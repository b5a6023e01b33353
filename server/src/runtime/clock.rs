//! The only module that reads the time. Other code takes the time as an argument or uses this clock.
//!
//! Tests use a clock that they advance, so they do not wait.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::future::BoxFuture;

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
    ahead_ms: std::sync::atomic::AtomicI64,
}

#[cfg(feature = "sandbox")]
impl SandboxClock {
    pub fn new(offset_seconds: i64) -> Self {
        SandboxClock {
            machine: SystemClock::new(offset_seconds),
            ahead_ms: std::sync::atomic::AtomicI64::new(0),
        }
    }

    pub fn advance(&self, by: std::time::Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.ahead_ms
            .fetch_add(by, std::sync::atomic::Ordering::SeqCst);
    }
}

#[cfg(feature = "sandbox")]
impl Clock for SandboxClock {
    fn now(&self) -> Timestamp {
        let ahead = self.ahead_ms.load(std::sync::atomic::Ordering::SeqCst);
        Timestamp::from_millis(self.machine.now().as_millis().saturating_add(ahead))
    }
}
