//! A new tenant, with the secret that will sign for it.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;

use crate::app::App;
use crate::domain::brand::BrandName;
use crate::domain::signing::SigningSecret;
use crate::domain::tenant::Tenant;
use crate::store::StoreError;

pub async fn create(app: &App, name: &BrandName) -> Result<Tenant, StoreError> {
    let at = app.now();
    let tenant = Tenant::new(app.ids.next("tnt", at), name.as_str(), fresh_secret(), at);
    app.store.ensure_tenant(&tenant).await?;
    Ok(tenant)
}

pub(super) fn fresh_secret() -> SigningSecret {
    SigningSecret(format!(
        "whsec_{}",
        BASE64.encode(rand::random::<[u8; 32]>())
    ))
}
