//! A widget session is over without a link: nobody may be left with a code that still works.

use super::command::{Action, CommandError, LinkEnd};
use super::dispatch;
use crate::sessions::Sessions;

/// Stops the session if nobody else waits for it. To be called once the widget session's row says that it is over.
pub async fn end_link(
    sessions: &Sessions,
    session_id: &str,
    end: LinkEnd,
) -> Result<(), CommandError> {
    match dispatch::send(sessions, session_id, Action::EndLink(end)).await {
        // A deleted session has no codes.
        Ok(_) | Err(CommandError::Gone) => Ok(()),
        Err(error) => Err(error),
    }
}
