//! Changing a session's settings. They apply at once: for a new proxy a running session connects again, and one that
//! waits has it when it comes back.

use super::command::{Action, CommandError};
use super::dispatch;
use crate::domain::presence::Presence;
use crate::domain::proxy::ProxyUrl;
use crate::domain::session::Session;
use crate::sessions::Sessions;

pub async fn set_proxy(
    sessions: &Sessions,
    session: &Session,
    proxy: Option<ProxyUrl>,
) -> Result<Session, CommandError> {
    let outcome = dispatch::send(sessions, &session.id, Action::SetProxy(proxy)).await?;
    Ok(outcome.session)
}

pub async fn set_presence(
    sessions: &Sessions,
    session: &Session,
    presence: Presence,
) -> Result<Session, CommandError> {
    let action = Action::SetPresence(presence);
    let outcome = dispatch::send(sessions, &session.id, action).await?;
    Ok(outcome.session)
}
