//! Starting a session on behalf of the tenant's backend. Starting what runs changes nothing.

use super::drivers::{self, Action, CommandError};
use crate::app::App;
use crate::domain::session::Session;

/// Returns when the session's state says so: the caller's next question must not race it.
pub async fn start(app: &App, session: &Session) -> Result<Session, CommandError> {
    let outcome = drivers::ask(app, &session.id, Action::Start).await?;
    Ok(outcome.session)
}
