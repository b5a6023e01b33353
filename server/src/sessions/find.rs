//! A tenant's session by its name. Another tenant's session does not exist.

use crate::domain::id::TenantId;
use crate::domain::paging::{Page, Paging};
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

/// A page of the tenant's sessions, oldest first.
pub async fn page(
    sessions: &Sessions,
    tenant_id: &TenantId,
    paging: &Paging,
) -> Result<Page<Session>, StoreError> {
    sessions.store.sessions(tenant_id, paging).await
}
