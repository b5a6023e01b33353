//! How many clients of an engine may be connecting at the same time.
//!
//! When a process with hundreds of sessions starts, or its network comes back, every client would
//! dial at once. Each dial takes a turn instead, the automatic reconnects included, and gives it
//! back when it has got somewhere: a login, a first code, or a disconnect. Whoever gets nowhere loses
//! the turn after ten seconds, so that one dead proxy cannot keep the others waiting.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};
use tokio::time::timeout;

/// How long a turn lasts at most.
const TURN: Duration = Duration::from_secs(10);

/// Hands out the turns. Cloning shares them.
#[derive(Clone)]
pub(crate) struct Governor {
    turns: Arc<Semaphore>,
    lasts: Duration,
}

/// The one turn that a client may have.
pub(crate) struct Turn {
    turns: Arc<Semaphore>,
    lasts: Duration,
    /// Dropping it ends the turn.
    mine: Mutex<Option<oneshot::Sender<()>>>,
}

impl Governor {
    pub(crate) fn new(at_once: usize) -> Governor {
        let at_once = at_once.clamp(1, Semaphore::MAX_PERMITS);
        Governor {
            turns: Arc::new(Semaphore::new(at_once)),
            lasts: TURN,
        }
    }

    pub(crate) fn turn(&self) -> Turn {
        Turn {
            turns: self.turns.clone(),
            lasts: self.lasts,
            mine: Mutex::new(None),
        }
    }
}

impl Turn {
    /// Waits for a turn, first come, first served. One that is still held will do.
    pub(crate) async fn take(&self) {
        if self.is_held() {
            return;
        }
        let turn = self.turns.clone().acquire_owned().await;
        let turn = turn.expect("the semaphore is never closed");
        let (mine, given_back) = oneshot::channel();
        self.hold(Some(mine));
        let lasts = self.lasts;
        tokio::spawn(async move {
            let _ = timeout(lasts, given_back).await;
            drop(turn);
        });
    }

    /// Whoever waits is next. No harm without a turn.
    pub(crate) fn give_back(&self) {
        self.hold(None);
    }

    fn is_held(&self) -> bool {
        let mine = self.mine();
        mine.as_ref().is_some_and(|mine| !mine.is_closed())
    }

    fn hold(&self, mine: Option<oneshot::Sender<()>>) {
        *self.mine() = mine;
    }

    fn mine(&self) -> MutexGuard<'_, Option<oneshot::Sender<()>>> {
        self.mine.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    const PATIENCE: Duration = Duration::from_secs(60);

    /// A governor whose turns are lost at once, or never while a test runs.
    fn governor(at_once: usize, lasts: Duration) -> Governor {
        Governor {
            lasts,
            ..Governor::new(at_once)
        }
    }

    /// Whether there is a turn right now.
    fn is_free(governor: &Governor) -> bool {
        governor.turn().take().now_or_never().is_some()
    }

    async fn in_time(turn: &Turn) {
        timeout(PATIENCE, turn.take()).await.expect("a turn");
    }

    #[tokio::test]
    async fn a_turn_passes_on_when_given_back_or_dropped() {
        let governor = governor(1, PATIENCE * 2);
        let (first, second, third) = (governor.turn(), governor.turn(), governor.turn());
        in_time(&first).await;
        assert!(!is_free(&governor));
        first.give_back();
        in_time(&second).await;
        assert!(!is_free(&governor));
        drop(second);
        in_time(&third).await;
        in_time(&third).await;
        assert!(!is_free(&governor), "the third still has it");
    }

    #[tokio::test]
    async fn a_turn_that_leads_nowhere_is_lost() {
        let governor = governor(2, Duration::from_millis(1));
        let turns: Vec<Turn> = (0..5).map(|_| governor.turn()).collect();
        for turn in &turns {
            in_time(turn).await;
        }
    }

    #[tokio::test]
    async fn no_number_keeps_everybody_out() {
        assert!(is_free(&Governor::new(0)));
        assert!(is_free(&Governor::new(usize::MAX)));
    }
}
