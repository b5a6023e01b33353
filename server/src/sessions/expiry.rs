//! Widget sessions whose time is over: a session that only they were waiting for is stopped, so that its codes are
//! dead on the network too.
//!
//! A sweep and not a timer for each, because it needs nothing to be remembered over a restart of the process. A scan
//! between the expiry and the sweep is turned away by the session's task (`driver/admission.rs`).

use std::time::Duration;

use super::command::{CommandError, LinkEnd};
use super::end_link;
use crate::sessions::Sessions;

const INTERVAL: Duration = Duration::from_secs(5);

pub async fn run(sessions: Sessions) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(INTERVAL) => {}
            () = sessions.tasks.stopping() => return,
        }
        if let Err(error) = end_expired_links(&sessions).await {
            tracing::error!(%error, "expired links cannot be ended; trying again");
        }
    }
}

/// One sweep.
pub async fn end_expired_links(sessions: &Sessions) -> Result<(), CommandError> {
    for session_id in sessions
        .store
        .sessions_without_open_link(sessions.now())
        .await?
    {
        end_link::end_link(sessions, &session_id, LinkEnd::Expired).await?;
    }
    Ok(())
}
