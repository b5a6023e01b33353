//! A widget session is over without a link: nobody may be left with a code that still works.

use super::drivers::{self, Action, CommandError, LinkEnd};
use crate::app::App;

/// Stops the session if nobody else waits for it. To be called once the widget session's row says that it is over.
pub async fn end_link(app: &App, session_id: &str, end: LinkEnd) -> Result<(), CommandError> {
    match drivers::ask(app, session_id, Action::EndLink(end)).await {
        // A deleted session has no codes.
        Ok(_) | Err(CommandError::Gone) => Ok(()),
        Err(error) => Err(error),
    }
}
