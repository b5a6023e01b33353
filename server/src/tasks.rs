//! The only place that spawns: every task is counted, told when to stop, and waited for.

use std::future::Future;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a stop waits for tasks to finish what they hold before it gives up on them.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Clone, Default)]
pub struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
}

impl Tasks {
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tracker.spawn(task);
    }

    /// Resolves when the service is stopping.
    pub async fn stopping(&self) {
        self.stop.cancelled().await;
    }

    /// Tells every task to stop and waits for them, within bounds.
    pub async fn shut_down(&self) {
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
