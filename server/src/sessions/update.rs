//! Changing how a session reaches the network. It holds at once: a running session connects anew, and one that waits
//! has it when it comes back.

use super::drivers::{self, Action, CommandError};
use crate::app::App;
use crate::domain::proxy::ProxyUrl;
use crate::domain::session::Session;

pub async fn set_proxy(
    app: &App,
    session: &Session,
    proxy: Option<ProxyUrl>,
) -> Result<Session, CommandError> {
    let outcome = drivers::ask(app, &session.id, Action::SetProxy(proxy)).await?;
    Ok(outcome.session)
}
