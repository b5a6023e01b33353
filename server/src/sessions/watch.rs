//! Watching a session: its newest view, and every change after it.

use tokio::sync::watch;

use crate::domain::session::Session;
use crate::sessions::Sessions;
use crate::sessions::hub::Live;
use crate::store::StoreError;

/// A watch on `session`, which may be running or not.
pub async fn watch(
    sessions: &Sessions,
    session: &Session,
) -> Result<watch::Receiver<Live>, StoreError> {
    loop {
        if let Some(receiver) = sessions.hub.watch(&session.id) {
            return Ok(receiver);
        }
        // Read again: a driver may have come and gone since the caller read its row.
        let now = sessions
            .store
            .session(&session.id)
            .await?
            .unwrap_or_else(|| session.clone());
        sessions.hub.introduce(now);
    }
}
