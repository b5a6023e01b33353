//! The only place that spawns: every task is counted, signalled to stop, and awaited.
//!
//! The service shuts down in three steps, each of which a task can wait for: it drains (all works, load balancers are told
//! to go elsewhere), it closes (no new request; those under way finish), it stops (sessions put away what they
//! hold).

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a stop waits for tasks to finish what they hold before it gives up on them.
const TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Clone, Default)]
pub struct Tasks {
    tracker: TaskTracker,
    draining: Arc<AtomicBool>,
    close: CancellationToken,
    stop: CancellationToken,
}

impl Tasks {
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tracker.spawn(task);
    }

    pub fn drain(&self) {
        self.draining.store(true, Ordering::Release);
    }

    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Acquire)
    }

    pub fn close(&self) {
        self.drain();
        self.close.cancel();
    }

    /// Resolves when no more requests are taken.
    pub async fn closing(&self) {
        self.close.cancelled().await;
    }

    pub fn is_stopping(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// Resolves when the sessions are to be put away.
    pub async fn stopping(&self) {
        self.stop.cancelled().await;
    }

    /// Tells every task to stop and waits for them, within bounds.
    pub async fn shut_down(&self) {
        self.close();
        self.stop.cancel();
        self.tracker.close();
        if tokio::time::timeout(TIMEOUT, self.tracker.wait())
            .await
            .is_err()
        {
            tracing::warn!(left = self.tracker.len(), "some tasks did not stop in time");
        }
    }
}

/// Tasks that belong to another one: they end with it.
pub struct Group<T>(JoinSet<T>);

impl<T: Send + 'static> Group<T> {
    pub fn new() -> Self {
        Group(JoinSet::new())
    }

    pub fn spawn(&mut self, task: impl Future<Output = T> + Send + 'static) {
        self.0.spawn(task);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next that ends; `None` where there is none. One that panicked ends unseen.
    pub async fn next(&mut self) -> Option<T> {
        loop {
            if let Ok(ended) = self.0.join_next().await? {
                return Some(ended);
            }
        }
    }
}

impl<T: Send + 'static> Default for Group<T> {
    fn default() -> Self {
        Self::new()
    }
}
