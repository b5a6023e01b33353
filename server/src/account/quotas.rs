//! What tenants may have, and what they have now.

use crate::account::Accounts;
use crate::domain::quota::{QuotaUse, Quotas};
use crate::domain::tenant::Tenant;
use crate::store::StoreError;

/// A tenant with the quotas that apply to it, and its present use.
pub struct CountedTenant {
    pub tenant: Tenant,
    pub quotas: Quotas,
    pub used: QuotaUse,
}

pub async fn count(
    accounts: &Accounts,
    tenants: Vec<Tenant>,
) -> Result<Vec<CountedTenant>, StoreError> {
    if tenants.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = tenants.iter().map(|tenant| &tenant.id).collect();
    let used = accounts.store.quota_use(&ids, accounts.now()).await?;
    let counted = tenants.into_iter().map(|tenant| CountedTenant {
        quotas: tenant.quotas.or(accounts.store.quotas()),
        used: used.get(&tenant.id).copied().unwrap_or_default(),
        tenant,
    });
    Ok(counted.collect())
}

pub async fn count_one(accounts: &Accounts, tenant: Tenant) -> Result<CountedTenant, StoreError> {
    let mut counted = count(accounts, vec![tenant]).await?;
    Ok(counted.remove(0))
}
