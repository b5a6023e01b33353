//! Watching a session: its latest view, and every change after it.

use crate::domain::id::SessionId;

use crate::sessions::Sessions;
use crate::sessions::hub::LiveWatch;
use crate::store::StoreError;

/// Watches a session, which may be running or not. `None` if it does not exist.
pub async fn watch(
    sessions: &Sessions,
    session_id: &SessionId,
) -> Result<Option<LiveWatch>, StoreError> {
    loop {
        if let Some(receiver) = sessions.hub.watch(session_id) {
            return Ok(Some(receiver));
        }
        match sessions.store.session(session_id).await? {
            // A driver may have published a view in the meantime, which is kept.
            Some(session) => sessions.hub.introduce(session),
            None => return Ok(None),
        }
    }
}
