//! Meta has ended the access to a Cloud API number, so its session cannot use it any more.

use super::command::Action;
use super::dispatch;
use crate::domain::session::Session;
use crate::sessions::Sessions;

/// `reason` is the one in `session.logged_out`.
pub async fn end_access(sessions: &Sessions, session: &Session, reason: &'static str) {
    let ended = dispatch::send(sessions, &session.id, Action::AccessEnded(reason)).await;
    if let Err(error) = ended {
        tracing::error!(session = session.id.as_str(), %error, "an ended access is not recorded");
    }
}
