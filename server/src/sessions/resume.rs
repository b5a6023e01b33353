//! Resumes every session that was running when the process ended, also one whose code had just been scanned.
//!
//! A row that says connected describes the earlier process. Until the session has logged in again it is reconnecting,
//! and no request may read otherwise, so this waits until every row is changed.

use std::time::Duration;

use futures_util::{StreamExt as _, stream};

use super::command::{Action, CommandError};
use super::dispatch;
use crate::domain::id::SessionId;
use crate::sessions::Sessions;
use crate::store::StoreError;

/// A task writes the status of its session first. One that takes longer cannot write its row, and must not delay the
/// others.
const RESUME_TIMEOUT: Duration = Duration::from_secs(10);

/// How many sessions are resumed at the same time.
const CONCURRENCY: usize = 32;

pub async fn resume(sessions: &Sessions) -> Result<usize, StoreError> {
    let wanted = sessions.store.wanted_sessions().await?;
    stream::iter(&wanted)
        .for_each_concurrent(CONCURRENCY, |session_id| resume_one(sessions, session_id))
        .await;
    Ok(wanted.len())
}

async fn resume_one(sessions: &Sessions, session_id: &SessionId) {
    let sent = dispatch::send(sessions, session_id, Action::Resume);
    match tokio::time::timeout(RESUME_TIMEOUT, sent).await {
        Ok(Ok(_) | Err(CommandError::SessionDeleted)) => {}
        Ok(Err(_)) | Err(_) => {
            tracing::warn!(
                session = session_id.as_str(),
                "a session takes long to resume"
            );
        }
    }
}
