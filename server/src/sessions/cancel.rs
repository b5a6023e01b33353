//! The person cancels: the link ends, and with it the session if it runs only for this link.
//!
//! Success wins: a link that has connected a number stays connected, and a cancellation is answered with that. The
//! database decides which of the two came first (`Store::cancel_widget_session`). A number whose phone accepted
//! the code at the same moment is unlinked again, so that "cancelled" is true for the phone, too.

use super::command::LinkEnd;
use super::end_link;
use super::open_widget::{LoadedLink, OpenLinkError};
use crate::sessions::Sessions;

/// Cancels the link, unless it has ended already, as its view shows. The session is stopped in the background, because
/// unlinking can take seconds, and the person may have left before the answer.
pub async fn cancel(sessions: &Sessions, opened: &LoadedLink) -> Result<(), OpenLinkError> {
    let (store, widget) = (&sessions.store, &opened.widget);
    let ended = store.cancel_widget_session(widget, sessions.now()).await?;
    sessions.metrics.funnel.record(&ended.progress);
    let session_id = opened.widget.session_id.clone();
    sessions.hub.touch(&session_id);
    if ended.is_ended && widget.opened {
        let background = sessions.clone();
        sessions.tasks.spawn(async move {
            let ended = end_link::end_link(&background, &session_id, LinkEnd::Withdrawn).await;
            if let Err(error) = ended {
                tracing::error!(
                    session = session_id.as_str(), %error,
                    "a cancelled attempt is not undone"
                );
            }
        });
    }
    Ok(())
}
