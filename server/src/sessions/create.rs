//! A session as a row; nothing is started by it.

use crate::app::App;
use crate::domain::name::SessionName;
use crate::domain::proxy::ProxyUrl;
use crate::domain::session::Session;
use crate::store::StoreError;

pub async fn create(
    app: &App,
    tenant_id: &str,
    name: SessionName,
    proxy: Option<ProxyUrl>,
) -> Result<Session, StoreError> {
    let at = app.now();
    let mut session = Session::new(app.ids.next("ses", at), tenant_id.to_owned(), name, at);
    session.proxy = proxy;
    app.store.create_session(&session).await?;
    Ok(session)
}
