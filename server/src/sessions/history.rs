//! Writes the history of the sessions' connections, a second after it happened: many sessions reconnect at once, and
//! one transaction for all of them is cheap. A process that is killed loses that second.

use std::time::Duration;

use crate::sessions::Sessions;
use crate::store::StoreError;

const INTERVAL: Duration = Duration::from_secs(1);

pub async fn run(sessions: Sessions) {
    loop {
        let is_stopping = tokio::select! {
            () = tokio::time::sleep(INTERVAL) => false,
            () = sessions.tasks.stopping() => true,
        };
        if let Err(error) = write_pending(&sessions).await {
            tracing::warn!(%error, "the history of sessions cannot be written; trying again");
        }
        if is_stopping {
            return;
        }
    }
}

/// Writes what has been recorded until now.
pub async fn write_pending(sessions: &Sessions) -> Result<(), StoreError> {
    let pending = sessions.connections.pending_history();
    let entries = pending.take();
    if entries.is_empty() {
        return Ok(());
    }
    let written = sessions.store.save_history(&entries).await;
    if written.as_ref().is_err_and(|error| !error.is_permanent()) {
        pending.put_back(entries);
    }
    written
}
