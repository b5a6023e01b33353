//! Deleting a session: it is logged out first, then every row of it goes. Its name is free at once, also where the
//! number has yet to be unlinked.

use super::drivers::{self, Action, CommandError, Outcome};
use crate::app::App;
use crate::domain::session::Session;

pub async fn delete(app: &App, session: &Session) -> Result<Outcome, CommandError> {
    drivers::ask(app, &session.id, Action::Delete).await
}
