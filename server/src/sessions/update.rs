//! Changing how a session reaches the network; a running one is restarted, so that it holds at once.

use super::restart;
use crate::app::App;
use crate::domain::proxy::ProxyUrl;
use crate::domain::session::Session;
use crate::store::StoreError;

pub async fn set_proxy(
    app: &App,
    session: &Session,
    proxy: Option<ProxyUrl>,
) -> Result<Session, StoreError> {
    let changed = Session {
        proxy,
        updated_at: app.now(),
        ..session.clone()
    };
    app.store.set_proxy(&changed).await?;
    if session.status.is_wanted() {
        return restart::restart(app, &changed).await;
    }
    Ok(changed)
}
