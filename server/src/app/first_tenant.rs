//! A new installation has one tenant and one API key.

use super::secrets::Secrets;
use crate::domain::api_key::{ApiKeyRecord, Label};
use crate::domain::id::TenantId;
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::runtime::config::Config;
use crate::security::api_key::ApiKey;
use crate::store::Store;

/// Creates the default tenant and the first API key, unless they exist.
pub(super) async fn create(
    store: &Store,
    config: &Config,
    secrets: &Secrets,
    now: Timestamp,
) -> anyhow::Result<()> {
    let secret = secrets.signing_secret.clone();
    let tenant = Tenant::new(TenantId::default_tenant(), &config.tenant_name, secret, now);
    store.ensure_tenant(&tenant).await?;
    // A key signed with an earlier API_KEY_SECRET is invalid, so it needs no record.
    if let Ok(key) = ApiKey::verify(secrets.first_api_key.expose(), &secrets.api_keys, now) {
        let record = ApiKeyRecord {
            id: key.public_id(),
            tenant_id: key.tenant.id(),
            label: Label::parse("first").expect("a label"),
            scopes: key.scopes,
            is_active: true,
            created_at: now,
            expires_at: key.end(),
            last_used_at: None,
        };
        store.record_api_key(&record).await?;
    }
    Ok(())
}
