//! A session as a row; nothing is started by it.

use crate::domain::id::TenantId;
use crate::domain::name::SessionName;
use crate::domain::presence::Presence;
use crate::domain::proxy::ProxyUrl;
use crate::domain::session::Session;
use crate::sessions::Sessions;
use crate::store::StoreError;

pub async fn create(
    sessions: &Sessions,
    tenant_id: &TenantId,
    name: SessionName,
    proxy: Option<ProxyUrl>,
    presence: Presence,
) -> Result<Session, StoreError> {
    let at = sessions.now();
    let mut session = Session::new(sessions.ids.next(at), tenant_id.to_owned(), name, at);
    session.proxy = proxy;
    session.presence = presence;
    sessions.store.create_session(&session).await?;
    Ok(session)
}
