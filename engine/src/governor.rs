//! Limits how many clients of an engine connect at the same time.
//!
//! When a process with hundreds of sessions starts, or its network comes back, every client would dial at once.
//! Instead, each dial takes a turn, automatic reconnects included, and releases it after a login, a first code or a
//! disconnect. A turn ends after ten seconds in any case, so that one dead proxy cannot block the other sessions.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};
use tokio::time::timeout;

/// How long a turn lasts at most.
const TURN_LIMIT: Duration = Duration::from_secs(10);

/// Hands out the turns. Clones share them.
#[derive(Clone)]
pub(crate) struct Governor {
    turns: Arc<Semaphore>,
    limit: Duration,
}

/// A client's turn, held or not.
pub(crate) struct Turn {
    turns: Arc<Semaphore>,
    limit: Duration,
    /// Dropping the sender ends the turn.
    held: Mutex<Option<oneshot::Sender<()>>>,
}

impl Governor {
    pub(crate) fn new(concurrency: usize) -> Governor {
        let concurrency = concurrency.clamp(1, Semaphore::MAX_PERMITS);
        Governor {
            turns: Arc::new(Semaphore::new(concurrency)),
            limit: TURN_LIMIT,
        }
    }

    /// A turn that is not held yet.
    pub(crate) fn turn(&self) -> Turn {
        Turn {
            turns: self.turns.clone(),
            limit: self.limit,
            held: Mutex::new(None),
        }
    }
}

impl Turn {
    /// Waits for the turn, first come, first served. Returns at once if it is still held.
    pub(crate) async fn acquire(&self) {
        if self.is_held() {
            return;
        }
        let permit = self.turns.clone().acquire_owned().await;
        let permit = permit.expect("the semaphore is never closed");
        let (held, released) = oneshot::channel();
        *self.held() = Some(held);
        let limit = self.limit;
        tokio::spawn(async move {
            let _ = timeout(limit, released).await;
            drop(permit);
        });
    }

    /// Lets the next client connect. Does nothing if the turn is not held.
    pub(crate) fn release(&self) {
        *self.held() = None;
    }

    fn is_held(&self) -> bool {
        let held = self.held();
        held.as_ref().is_some_and(|held| !held.is_closed())
    }

    fn held(&self) -> MutexGuard<'_, Option<oneshot::Sender<()>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    const TIMEOUT: Duration = Duration::from_secs(60);

    fn governor(concurrency: usize, limit: Duration) -> Governor {
        Governor {
            limit,
            ..Governor::new(concurrency)
        }
    }

    /// Whether a turn can be acquired without waiting.
    fn is_free(governor: &Governor) -> bool {
        governor.turn().acquire().now_or_never().is_some()
    }

    async fn acquire(turn: &Turn) {
        timeout(TIMEOUT, turn.acquire()).await.expect("a turn");
    }

    #[tokio::test]
    async fn a_turn_is_free_when_released_or_dropped() {
        let governor = governor(1, TIMEOUT * 2);
        let (first, second, third) = (governor.turn(), governor.turn(), governor.turn());
        acquire(&first).await;
        assert!(!is_free(&governor));
        first.release();
        acquire(&second).await;
        assert!(!is_free(&governor));
        drop(second);
        acquire(&third).await;
        acquire(&third).await;
        assert!(!is_free(&governor), "the third still has it");
    }

    #[tokio::test]
    async fn a_turn_ends_at_its_limit() {
        let governor = governor(2, Duration::from_millis(1));
        let turns: Vec<Turn> = (0..5).map(|_| governor.turn()).collect();
        for turn in &turns {
            acquire(turn).await;
        }
    }

    #[tokio::test]
    async fn any_configured_number_leaves_at_least_one_turn() {
        assert!(is_free(&Governor::new(0)));
        assert!(is_free(&Governor::new(usize::MAX)));
    }
}
