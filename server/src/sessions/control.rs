//! What a tenant's backend does with a session that exists. Each is one command to its driver and returns when the
//! session's row says so, so the caller's next request does not race it.

use super::command::{Action, CommandError, CommandOutcome};
use super::{Sessions, dispatch};
use crate::domain::session::Session;

/// A session that runs already stays as it is.
pub async fn start(sessions: &Sessions, session: &Session) -> Result<Session, CommandError> {
    send(sessions, session, Action::Start).await
}

/// A session that is stopped already stays as it is.
pub async fn stop(sessions: &Sessions, session: &Session) -> Result<Session, CommandError> {
    send(sessions, session, Action::Stop).await
}

/// Replaces the connection by another one. A request that goes away leaves no session stopped.
pub async fn restart(sessions: &Sessions, session: &Session) -> Result<Session, CommandError> {
    send(sessions, session, Action::Restart).await
}

/// Unlinks at WhatsApp and deletes the credentials. Only a device that is logged in can remove itself, so a stopped
/// session logs in for it; where WhatsApp cannot be reached, the keys are kept for a retry (`sessions/unlinking.rs`).
pub async fn log_out(
    sessions: &Sessions,
    session: &Session,
) -> Result<CommandOutcome, CommandError> {
    dispatch::send(sessions, &session.id, Action::LogOut).await
}

async fn send(
    sessions: &Sessions,
    session: &Session,
    action: Action,
) -> Result<Session, CommandError> {
    let outcome = dispatch::send(sessions, &session.id, action).await?;
    Ok(outcome.session)
}
