//! What a tenant decides about itself: where redirects may lead, who may frame its widgets, how it looks.

use crate::account::Accounts;
use crate::domain::tenant::{Tenant, TenantChange};
use crate::store::StoreError;

pub async fn update(
    accounts: &Accounts,
    tenant_id: &str,
    change: TenantChange,
) -> Result<Tenant, StoreError> {
    accounts.store.update_tenant(tenant_id, change).await
}
