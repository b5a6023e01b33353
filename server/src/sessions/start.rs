//! Starting a session on behalf of the tenant's backend. Starting what runs changes nothing.

use super::command::{Action, CommandError};
use super::dispatch;
use crate::domain::session::Session;
use crate::sessions::Sessions;

/// Returns when the session's state says so: the caller's next question must not race it.
pub async fn start(sessions: &Sessions, session: &Session) -> Result<Session, CommandError> {
    let outcome = dispatch::send(sessions, &session.id, Action::Start).await?;
    Ok(outcome.session)
}
