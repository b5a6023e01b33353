//! A new tenant, with the secret that will sign for it.

use crate::app::App;
use crate::domain::brand::BrandName;
use crate::domain::signing::SigningSecret;
use crate::domain::tenant::Tenant;
use crate::store::StoreError;

pub async fn create(app: &App, name: &BrandName) -> Result<Tenant, StoreError> {
    let at = app.now();
    let tenant = Tenant::new(
        app.ids.next("tnt", at),
        name.as_str(),
        SigningSecret::made_of(rand::random()),
        at,
    );
    app.store.ensure_tenant(&tenant).await?;
    Ok(tenant)
}
