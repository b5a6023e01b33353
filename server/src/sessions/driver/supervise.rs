//! Runs a session's task, and runs it again after a pause when it fails.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::time::Instant;

use crate::domain::id::SessionId;
use crate::domain::retry;
use crate::sessions::Sessions;
use crate::sessions::command::{CommandError, Inbox};

/// A task that ran for longer than this counts as healthy: the next failure is the first one again.
const HEALTHY_AFTER: Duration = Duration::from_mins(15);

pub(in crate::sessions) async fn supervise(
    sessions: Sessions,
    session_id: SessionId,
    mut inbox: Inbox,
) {
    let mut failures = 0;
    loop {
        let started = Instant::now();
        let run = AssertUnwindSafe(super::run(&sessions, &session_id, &mut inbox)).catch_unwind();
        match run.await {
            Ok(Ok(())) => break,
            Ok(Err(error)) => {
                // Callers get their error at once; the session itself is resumed from its row.
                while let Ok(command) = inbox.try_recv() {
                    command.reply.send(Err(CommandError::Interrupted));
                }
                tracing::error!(
                    session = session_id.as_str(), %error,
                    "the session cannot be read; trying again"
                );
            }
            // The panic itself has been logged where it happened.
            Err(_) => {
                tracing::error!(
                    session = session_id.as_str(),
                    "the session's task panicked; starting it again"
                );
            }
        }
        if started.elapsed() > HEALTHY_AFTER {
            failures = 0;
        }
        failures += 1;
        if !prepare_restart(&sessions, &session_id, failures).await {
            break;
        }
    }
    // A task that has ended must not stay registered. A caller that still waits gets an error.
    if sessions.tasks.is_stopping() {
        sessions.drivers.remove(&session_id);
    }
}

/// Cleans up after a failed run, and waits. False if the process is stopping.
async fn prepare_restart(sessions: &Sessions, session_id: &SessionId, failures: u32) -> bool {
    sessions.metrics.sessions.task_restarted();
    if let Some(connection) = sessions.drivers.connection(session_id) {
        connection.close().await;
        sessions.drivers.set_connection(session_id, None);
    }
    sessions.reach.forget(session_id);
    tokio::select! {
        () = tokio::time::sleep(retry::wait(failures, rand::random())) => true,
        () = sessions.tasks.stopping() => false,
    }
}
