//! Stopping a session; what is stopped already stays as it is.

use super::drivers::{self, Action, CommandError};
use crate::app::App;
use crate::domain::session::Session;

pub async fn stop(app: &App, session: &Session) -> Result<Session, CommandError> {
    let outcome = drivers::ask(app, &session.id, Action::Stop).await?;
    Ok(outcome.session)
}
