//! What a tenant decides about itself: where redirects may lead, who may frame its widgets, how it looks.

use crate::app::App;
use crate::domain::brand::Brand;
use crate::domain::callback::CallbackUrl;
use crate::domain::origin::Origin;
use crate::domain::tenant::Tenant;
use crate::store::StoreError;

/// `None` stays.
#[derive(Default)]
pub struct Change {
    pub callback_allow_list: Option<Vec<CallbackUrl>>,
    pub allowed_origins: Option<Vec<Origin>>,
    pub brand: Option<Brand>,
}

pub async fn update(app: &App, mut tenant: Tenant, change: Change) -> Result<Tenant, StoreError> {
    if let Some(list) = change.callback_allow_list {
        let texts = list.iter().map(|url| url.as_str().to_owned());
        tenant.callback_allow_list = texts.collect();
    }
    tenant.allowed_origins = change.allowed_origins.unwrap_or(tenant.allowed_origins);
    tenant.brand = change.brand.unwrap_or(tenant.brand);
    app.store.update_tenant(&tenant).await?;
    Ok(tenant)
}
