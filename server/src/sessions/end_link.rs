//! Ends a widget session that connected no number: its codes must not work any longer.

use super::command::{Action, CommandError, LinkEnd};
use super::dispatch;
use crate::domain::id::SessionId;
use crate::sessions::Sessions;

/// Stops the session unless something else waits for it. Call it once the widget session's row has ended.
pub async fn end_link(
    sessions: &Sessions,
    session_id: &SessionId,
    end: LinkEnd,
) -> Result<(), CommandError> {
    match dispatch::send(sessions, session_id, Action::EndLink(end)).await {
        // A deleted session has no codes.
        Ok(_) | Err(CommandError::SessionDeleted) => Ok(()),
        Err(error) => Err(error),
    }
}
