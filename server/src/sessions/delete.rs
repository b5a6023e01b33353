//! Deleting a session: it is logged out first, then every row of it goes. Its name is free at once, also where the
//! number has yet to be unlinked.

use super::command::{Action, CommandError, CommandOutcome};
use super::dispatch;
use crate::domain::session::Session;
use crate::sessions::Sessions;

pub async fn delete(
    sessions: &Sessions,
    session: &Session,
) -> Result<CommandOutcome, CommandError> {
    dispatch::send(sessions, &session.id, Action::Delete).await
}
