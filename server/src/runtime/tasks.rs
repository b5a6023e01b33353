//! The only module that spawns tasks. Every task is tracked, told to stop, and awaited at shutdown.
//!
//! The service shuts down in three steps, each of which a task can wait for: it drains (everything works, but the
//! readiness check fails, so that load balancers stop sending requests), it closes (new requests are not accepted,
//! running ones finish), it stops (sessions save their state).

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a shutdown waits for tasks.
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

    /// Resolves when no more requests are accepted.
    pub async fn closing(&self) {
        self.close.cancelled().await;
    }

    pub fn is_stopping(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// Resolves when tasks have to stop.
    pub async fn stopping(&self) {
        self.stop.cancelled().await;
    }

    /// Tells every task to stop and waits for them, up to a time limit.
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

/// Runs what takes long on a thread of its own, to its end even if nobody waits for it any longer.
pub async fn compute<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}

/// A group of tasks that are aborted when the group is dropped.
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

    /// The result of the next task that ends; `None` if there is none. Tasks that panicked are skipped.
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
