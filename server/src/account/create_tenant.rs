//! A new tenant, with the secret that will sign for it.

use crate::app::App;
use crate::domain::brand::BrandName;
use crate::domain::signing::SigningSecret;
use crate::domain::tenant::Tenant;
use crate::store::StoreError;
use crate::webhooks::signature;

pub async fn create(app: &App, name: &BrandName) -> Result<Tenant, StoreError> {
    let at = app.now();
    let tenant = Tenant::new(app.ids.next("tnt", at), name.as_str(), fresh_secret(), at);
    app.store.ensure_tenant(&tenant).await?;
    Ok(tenant)
}

pub(super) fn fresh_secret() -> SigningSecret {
    SigningSecret(signature::generate(rand::random()).0)
}
