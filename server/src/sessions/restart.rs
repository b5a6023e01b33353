//! Another connection in place of the one there is, as one command: nothing that happens to the request leaves the
//! session stopped.

use super::command::{Action, CommandError};
use super::dispatch;
use crate::domain::session::Session;
use crate::sessions::Sessions;

pub async fn restart(sessions: &Sessions, session: &Session) -> Result<Session, CommandError> {
    let outcome = dispatch::send(sessions, &session.id, Action::Restart).await?;
    Ok(outcome.session)
}
