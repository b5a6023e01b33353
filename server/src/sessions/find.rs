//! A tenant's session by its name. Another tenant's session does not exist.

use crate::domain::id::TenantId;
use crate::domain::session::Session;
use crate::sessions::Sessions;
use crate::store::StoreError;

pub async fn find(
    sessions: &Sessions,
    tenant_id: &TenantId,
    name: &str,
) -> Result<Option<Session>, StoreError> {
    sessions.store.session_by_name(tenant_id, name).await
}

pub async fn all(sessions: &Sessions, tenant_id: &TenantId) -> Result<Vec<Session>, StoreError> {
    sessions.store.sessions(tenant_id).await
}
