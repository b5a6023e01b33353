//! Updates a tenant's settings: redirect addresses, allowed origins, branding.

use crate::account::Accounts;
use crate::domain::id::TenantId;
use crate::domain::tenant::{Tenant, TenantChange};
use crate::store::StoreError;

pub async fn update(
    accounts: &Accounts,
    tenant_id: &TenantId,
    change: TenantChange,
) -> Result<Tenant, StoreError> {
    accounts.store.update_tenant(tenant_id, change).await
}
