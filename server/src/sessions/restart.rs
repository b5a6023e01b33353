//! Another connection in place of the one there is, as one command: nothing that happens to the request leaves the
//! session stopped.

use super::drivers::{self, Action, CommandError};
use crate::app::App;
use crate::domain::session::Session;

pub async fn restart(app: &App, session: &Session) -> Result<Session, CommandError> {
    let outcome = drivers::ask(app, &session.id, Action::Restart).await?;
    Ok(outcome.session)
}
