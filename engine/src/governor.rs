//! Limits how many clients of an engine connect at the same time, and shares the turns fairly between groups of them.
//!
//! When a process with hundreds of sessions starts, or its network comes back, every client would dial at once.
//! Instead, each dial takes a turn, automatic reconnects included, and releases it after a login, a first code or a
//! disconnect. A turn ends after ten seconds in any case, so that one dead proxy cannot block the other sessions, and
//! [`schedule`] decides whose turn is next, so that many dead proxies of one group cannot block another one.

mod schedule;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use self::schedule::{Group, Schedule};

/// How long a turn lasts at most.
const TURN_LIMIT: Duration = Duration::from_secs(10);

/// Hands out the turns of one group. Clones share them.
#[derive(Clone)]
pub(crate) struct Governor {
    turns: Turns,
    group: Group,
    limit: Duration,
}

/// A client's turn, held or not.
pub(crate) struct Turn {
    governor: Governor,
    /// Dropping the sender ends the turn.
    held: Mutex<Option<oneshot::Sender<()>>>,
}

/// The turns of all groups.
#[derive(Clone)]
struct Turns(Arc<Mutex<Schedule<oneshot::Sender<Permit>>>>);

impl Governor {
    pub(crate) fn new(concurrency: usize) -> Governor {
        Governor {
            turns: Turns(Arc::new(Mutex::new(Schedule::new(concurrency)))),
            group: "".into(),
            limit: TURN_LIMIT,
        }
    }

    /// The same turns, for the clients of this group.
    pub(crate) fn of_group(&self, group: &str) -> Governor {
        Governor {
            group: group.into(),
            ..self.clone()
        }
    }

    /// A turn that is not held yet.
    pub(crate) fn turn(&self) -> Turn {
        Turn {
            governor: self.clone(),
            held: Mutex::new(None),
        }
    }
}

impl Turn {
    /// Waits for the turn. Returns at once if it is still held.
    pub(crate) async fn acquire(&self) {
        if self.is_held() {
            return;
        }
        let permit = self.governor.turns.permit(&self.governor.group).await;
        let (held, released) = oneshot::channel();
        *self.held() = Some(held);
        let limit = self.governor.limit;
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

impl Turns {
    async fn permit(&self, group: &Group) -> Permit {
        let (sender, permit) = oneshot::channel();
        let number = self.schedule().wait(group, sender);
        let _waiting = Waiting {
            turns: self,
            group,
            number,
        };
        self.begin();
        permit
            .await
            .expect("a client that waits is kept until it gets its turn")
    }

    /// Begins every turn that may begin now.
    fn begin(&self) {
        loop {
            // The lock is not held while the permit is sent: if the client is gone, the permit comes back and is dropped.
            let next = self.schedule().next();
            let Some((group, client)) = next else { return };
            let turns = self.clone();
            drop(client.send(Permit { turns, group }));
        }
    }

    fn schedule(&self) -> MutexGuard<'_, Schedule<oneshot::Sender<Permit>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A turn that has begun. Dropping it ends the turn.
struct Permit {
    turns: Turns,
    group: Group,
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.turns.schedule().end(&self.group);
        self.turns.begin();
    }
}

/// Removes a client that stops waiting.
struct Waiting<'a> {
    turns: &'a Turns,
    group: &'a Group,
    number: u64,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.turns.schedule().leave(self.group, self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use tokio::sync::mpsc;
    use tokio::task::JoinSet;

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

    /// Every turn of the first group lasts until its limit, which is longer than the test.
    #[tokio::test]
    async fn hundreds_of_dead_clients_of_one_group_do_not_delay_another() {
        let governor = governor(32, TIMEOUT * 2);
        let dead = governor.of_group("dead");
        let mut waiting = JoinSet::new();
        for _ in 0..300 {
            let turn = dead.turn();
            waiting.spawn(async move {
                turn.acquire().await;
                std::future::pending::<()>().await;
            });
        }
        let first = dead.turn();
        while first.acquire().now_or_never().is_some() {
            first.release();
            tokio::task::yield_now().await;
        }
        let other = governor.of_group("other");
        assert!(is_free(&other));
        waiting.shutdown().await;
    }

    #[tokio::test]
    async fn many_groups_get_their_turns_one_after_the_other() {
        let governor = governor(3, TIMEOUT * 2);
        let (began, mut order) = mpsc::unbounded_channel();
        let mut clients = JoinSet::new();
        for client in 0..200 {
            let turn = governor.of_group(&format!("group {}", client % 20)).turn();
            let began = began.clone();
            clients.spawn(async move {
                turn.acquire().await;
                began.send(client % 20).expect("the test listens");
                tokio::task::yield_now().await;
            });
        }
        drop(began);
        let mut counts = [0; 20];
        while let Some(group) = order.recv().await {
            counts[group] += 1;
            let (least, most) = (counts.iter().min(), counts.iter().max());
            assert!(most <= least.map(|least| least + 2).as_ref(), "{counts:?}");
        }
        assert_eq!(counts, [10; 20]);
        while clients.join_next().await.is_some() {}
        tokio::task::yield_now().await;
        assert_eq!(governor.turns.schedule().groups(), 0);
    }

    #[tokio::test]
    async fn clients_that_stop_waiting_leave_nothing_and_take_no_turn() {
        let governor = governor(1, TIMEOUT * 2);
        let (first, second) = (governor.turn(), governor.turn());
        acquire(&first).await;
        for _ in 0..100 {
            assert!(!is_free(&governor));
        }
        assert!(governor.turns.schedule().is_idle());
        first.release();
        acquire(&second).await;
    }
}
