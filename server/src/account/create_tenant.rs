//! Creates a tenant and its signing secret.

use crate::account::Accounts;
use crate::domain::brand::BrandName;
use crate::domain::signing::SigningSecret;
use crate::domain::tenant::Tenant;
use crate::store::StoreError;

pub async fn create(accounts: &Accounts, name: &BrandName) -> Result<Tenant, StoreError> {
    let at = accounts.now();
    let tenant = Tenant::new(
        accounts.ids.next(at),
        name.as_str(),
        SigningSecret::from_random(rand::random()),
        at,
    );
    accounts.store.ensure_tenant(&tenant).await?;
    Ok(tenant)
}
