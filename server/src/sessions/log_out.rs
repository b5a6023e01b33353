//! Unlinks at WhatsApp and throws the credentials away. Only a connected device may remove itself, so a session that
//! is stopped logs in for it; where WhatsApp cannot be reached, the keys are kept for another try
//! (`sessions/unlinking.rs`).

use super::command::{Action, CommandError, Outcome};
use super::dispatch;
use crate::domain::session::Session;
use crate::sessions::Sessions;

pub async fn log_out(sessions: &Sessions, session: &Session) -> Result<Outcome, CommandError> {
    dispatch::send(sessions, &session.id, Action::LogOut).await
}
