//! Lists, updates and deletes API keys.

use crate::account::Accounts;
use crate::domain::api_key::{ApiKeyRecord, KeyChange};
use crate::domain::id::{KeyId, TenantId};
use crate::domain::scope::Scopes;
use crate::security::api_key::ApiKey;
use crate::store::StoreError;

/// Who manages keys.
pub enum Actor {
    /// A tenant's key. It may read and change the keys of its tenant whose scopes it has itself.
    Key(ApiKey),
    /// The operator, with the master key or on the command line.
    Operator,
}

#[derive(Debug, thiserror::Error)]
pub enum KeyChangeError {
    /// There is no such key, or the actor may not access it.
    #[error("there is no such key")]
    NoSuchKey,
    #[error("there is no such tenant")]
    NoSuchTenant,
    #[error("the key does not hold what it wants to give")]
    ScopesNotHeld,
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for KeyChangeError {
    fn from(error: StoreError) -> Self {
        match error {
            // The key was deleted in the meantime.
            StoreError::NotFound => KeyChangeError::NoSuchKey,
            other => KeyChangeError::Store(other),
        }
    }
}

impl Actor {
    fn may_access(&self, key: &ApiKeyRecord) -> bool {
        match self {
            Actor::Operator => true,
            Actor::Key(own) => key.tenant_id == own.tenant.id() && self.has_scopes(key.scopes),
        }
    }

    pub(super) fn has_scopes(&self, scopes: Scopes) -> bool {
        match self {
            Actor::Operator => true,
            Actor::Key(own) => own.scopes.allow(scopes),
        }
    }
}

/// The keys that the actor may access, oldest first. With `tenant_id`, only those of that tenant.
pub async fn list(
    accounts: &Accounts,
    actor: &Actor,
    tenant_id: Option<&TenantId>,
) -> Result<Vec<ApiKeyRecord>, KeyChangeError> {
    let mut keys = accounts.store.api_keys(tenant_id).await?;
    keys.retain(|key| actor.may_access(key));
    Ok(keys)
}

pub async fn find(
    accounts: &Accounts,
    actor: &Actor,
    id: &KeyId,
) -> Result<ApiKeyRecord, KeyChangeError> {
    let key = accounts.store.api_key(id).await?;
    key.filter(|key| actor.may_access(key))
        .ok_or(KeyChangeError::NoSuchKey)
}

/// A disabled key is rejected in this process before this returns.
pub async fn update(
    accounts: &Accounts,
    actor: &Actor,
    id: &KeyId,
    change: KeyChange,
) -> Result<ApiKeyRecord, KeyChangeError> {
    find(accounts, actor, id).await?;
    let key = accounts.store.update_api_key(id, &change).await?;
    match change.is_active {
        Some(true) => accounts.key_cache.enable(&key.id),
        Some(false) => accounts.key_cache.disable(&key.id),
        None => {}
    }
    Ok(key)
}

pub async fn delete(accounts: &Accounts, actor: &Actor, id: &KeyId) -> Result<(), KeyChangeError> {
    let key = find(accounts, actor, id).await?;
    accounts
        .store
        .delete_api_key(&key.id, accounts.now())
        .await?;
    accounts.key_cache.disable(&key.id);
    Ok(())
}
