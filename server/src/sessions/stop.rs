//! Stopping a session; what is stopped already stays as it is.

use super::command::{Action, CommandError};
use super::dispatch;
use crate::domain::session::Session;
use crate::sessions::Sessions;

pub async fn stop(sessions: &Sessions, session: &Session) -> Result<Session, CommandError> {
    let outcome = dispatch::send(sessions, &session.id, Action::Stop).await?;
    Ok(outcome.session)
}
