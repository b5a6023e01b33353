//! The person gives up: the link ends, and with it what only it has begun.
//!
//! Success wins: a link that has connected a number stays connected, and whoever cancels it is told so. The
//! database decides which of the two came first (`Store::cancel_widget_session`). A number whose phone accepted
//! the code at the same moment is unlinked again, so that "cancelled" is true of the phone as well.

use super::open_widget::{Opened, Refused};
use super::{log_out, stop};
use crate::app::App;
use crate::domain::session::{Session, Status};
use crate::store::StoreError;

/// Cancels the link, unless it has ended already; a view of it shows which. What was begun is undone beside it:
/// unlinking can take seconds, and the person may be gone before the answer is there.
pub async fn cancel(app: &App, opened: &Opened) -> Result<(), Refused> {
    let cancelled = app.store.cancel_widget_session(&opened.widget).await?;
    app.hub.touch(&opened.widget.session_id);
    if let Some(session) = cancelled {
        let beside = app.clone();
        app.tasks.spawn(async move {
            if let Err(error) = undo(&beside, &session).await {
                tracing::error!(session = session.id, %error, "a cancelled attempt is not undone");
            }
        });
    }
    Ok(())
}

/// Stops an attempt that nobody else waits for.
async fn undo(app: &App, session: &Session) -> Result<(), StoreError> {
    match session.status {
        Status::Scanning => {
            let stopped = stop::stop(app, session).await?;
            // The phone accepted the code before the stop came through.
            if stopped.account.is_some() {
                log_out::log_out(app, &stopped).await?;
            }
        }
        Status::LoggingIn => drop(log_out::log_out(app, session).await?),
        Status::Created | Status::Connected | Status::Reconnecting | Status::Disconnected(_) => {}
    }
    Ok(())
}
