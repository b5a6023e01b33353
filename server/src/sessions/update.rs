//! Changing how a session reaches the network. It applies at once: a running session connects again, and one that waits
//! has it when it comes back.

use super::command::{Action, CommandError};
use super::dispatch;
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
