//! Creates an API key. The key is recorded and returned once.

use super::keys::{Actor, KeyChangeError};
use crate::account::Accounts;
use crate::domain::api_key::{ApiKeyRecord, Label, Lifetime};
use crate::domain::id;
use crate::domain::id::TenantId;
use crate::domain::scope::Scopes;
use crate::domain::time::Timestamp;
use crate::security::api_key::{ApiKey, TenantRef};

pub struct NewKey {
    pub label: Label,
    pub lifetime: Lifetime,
    pub scopes: Scopes,
}

pub struct CreatedKey {
    pub record: ApiKeyRecord,
    /// The key itself. It is returned only here.
    pub key: String,
}

/// A key can give only scopes that it has. Unless it has all scopes, the new key expires no later than it does;
/// otherwise a stolen key with few scopes could be kept valid for ever.
pub async fn create(
    accounts: &Accounts,
    actor: &Actor,
    tenant_id: &TenantId,
    new_key: NewKey,
) -> Result<CreatedKey, KeyChangeError> {
    if !actor.has_scopes(new_key.scopes) {
        return Err(KeyChangeError::ScopesNotHeld);
    }
    let tenant = TenantRef::parse(tenant_id).ok_or(KeyChangeError::NoSuchTenant)?;
    if accounts.store.tenant(tenant_id).await?.is_none() {
        return Err(KeyChangeError::NoSuchTenant);
    }
    let at = accounts.now();
    let end = new_key.lifetime.end(at);
    let end = match actor {
        Actor::Key(own) if !own.scopes.allow(Scopes::ALL) => end.min(own.end()),
        Actor::Key(_) | Actor::Operator => end,
    };
    let key = ApiKey {
        id: id::ulid(at, rand::random()),
        tenant,
        scopes: new_key.scopes,
        expires_at: u32::try_from(end.as_seconds()).unwrap_or(u32::MAX),
    };
    let record = ApiKeyRecord {
        id: key.public_id(),
        tenant_id: tenant_id.to_owned(),
        label: new_key.label,
        scopes: new_key.scopes,
        is_active: true,
        created_at: Timestamp::from_millis(at.as_millis()),
        expires_at: key.end(),
        last_used_at: None,
    };
    accounts.store.record_api_key(&record).await?;
    Ok(CreatedKey {
        key: key.issue(&accounts.api_keys),
        record,
    })
}
