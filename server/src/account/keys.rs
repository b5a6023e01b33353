//! Lists, updates and deletes API keys.

use crate::account::Accounts;
use crate::domain::api_key::{ApiKeyRecord, KeyChange};
use crate::domain::id::{KeyId, TenantId};
use crate::domain::paging::{Page, Paging};
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

/// A page of the keys that an API key may access, oldest first.
pub async fn list_of(
    accounts: &Accounts,
    key: &ApiKey,
    paging: &Paging,
) -> Result<Page<ApiKeyRecord>, StoreError> {
    let tenant_id = key.tenant.id();
    let store = &accounts.store;
    store.api_keys(Some(&tenant_id), key.scopes, paging).await
}

/// A page of all keys, or of a tenant's, oldest first; for the operator.
pub async fn list_all(
    accounts: &Accounts,
    tenant_id: Option<&TenantId>,
    paging: &Paging,
) -> Result<Page<ApiKeyRecord>, StoreError> {
    accounts
        .store
        .api_keys(tenant_id, Scopes::ALL, paging)
        .await
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
