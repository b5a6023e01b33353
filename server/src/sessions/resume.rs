//! After a start of the process: everything that was alive comes back, also a code that was just scanned when
//! the process died.
//!
//! What the row says of a connected session was true of the process before; until this one has logged in, the
//! session is on its way back, and no request may read otherwise. So this waits until every row says so.

use std::time::Duration;

use futures_util::{StreamExt as _, stream};

use super::command::{Action, CommandError};
use super::dispatch;
use crate::domain::id::SessionId;
use crate::sessions::Sessions;
use crate::store::StoreError;

/// A task says where its session stands as its first act. One that takes longer is in trouble with its row, which is
/// no reason to keep the others waiting.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sessions whose rows are read at the same time.
const AT_ONCE: usize = 32;

pub async fn resume(sessions: &Sessions) -> Result<usize, StoreError> {
    let wanted = sessions.store.wanted_sessions().await?;
    stream::iter(&wanted)
        .for_each_concurrent(AT_ONCE, |session_id| resume_one(sessions, session_id))
        .await;
    Ok(wanted.len())
}

async fn resume_one(sessions: &Sessions, session_id: &SessionId) {
    let asked = dispatch::send(sessions, session_id, Action::Resume);
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(_) | Err(CommandError::Gone)) => {}
        Ok(Err(_)) | Err(_) => {
            tracing::warn!(
                session = session_id.as_str(),
                "this session takes long to come back"
            );
        }
    }
}
