//! What a tenant decides about itself: where redirects may lead, who may frame its widgets, how it looks.

use crate::app::App;
use crate::domain::tenant::{Tenant, TenantChange};
use crate::store::StoreError;

pub async fn update(
    app: &App,
    tenant_id: &str,
    change: TenantChange,
) -> Result<Tenant, StoreError> {
    app.store.update_tenant(tenant_id, change).await
}
