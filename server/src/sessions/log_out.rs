//! Unlinks at WhatsApp and throws the credentials away. Only a connected device may remove itself, so a session that
//! is stopped logs in for it; where WhatsApp cannot be reached, the keys are kept for another try
//! (`sessions/unlinking.rs`).

use super::drivers::{self, Action, CommandError, Outcome};
use crate::app::App;
use crate::domain::session::Session;

pub async fn log_out(app: &App, session: &Session) -> Result<Outcome, CommandError> {
    drivers::ask(app, &session.id, Action::LogOut).await
}
