//! The only place that spawns: every task is counted, told when to stop, and waited for.
//!
//! The service leaves in three steps, each of which a task can hear: it drains (all works, load balancers are told
//! to go elsewhere), it closes (no new request; those under way finish), it stops (sessions put away what they
//! hold).

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a stop waits for tasks to finish what they hold before it gives up on them.
const PATIENCE: Duration = Duration::from_secs(10);

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

    /// Resolves when the sessions are to be put away.
    pub async fn stopping(&self) {
        self.stop.cancelled().await;
    }

    /// Tells every task to stop and waits for them, within bounds.
    pub async fn shut_down(&self) {
        self.close();
        self.stop.cancel();
        self.tracker.close();
        if tokio::time::timeout(PATIENCE, self.tracker.wait())
            .await
            .is_err()
        {
            tracing::warn!(left = self.tracker.len(), "some tasks did not stop in time");
        }
    }
}
