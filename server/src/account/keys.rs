//! Looking at keys, switching them off, deleting them.

use crate::app::App;
use crate::domain::api_key::{ApiKeyRecord, Label};
use crate::domain::scope::Scopes;
use crate::store::StoreError;
use crate::token::api_key::ApiKey;

/// Who acts on keys.
pub enum Actor {
    /// A tenant's key: it sees and touches those of its tenant that hold nothing it does not hold itself.
    Key(ApiKey),
    /// Whoever runs the service, by the master key or on its machine.
    Operator,
}

#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Or one that the actor may not know of.
    #[error("there is no such key")]
    NoSuchKey,
    #[error("there is no such tenant")]
    NoSuchTenant,
    #[error("the key does not hold what it wants to give")]
    MoreThanHeld,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What to change of a key; `None` stays.
#[derive(Default)]
pub struct Change {
    pub label: Option<Label>,
    pub is_active: Option<bool>,
}

impl Actor {
    fn may_touch(&self, key: &ApiKeyRecord) -> bool {
        match self {
            Actor::Operator => true,
            Actor::Key(own) => key.tenant_id == own.tenant.id() && self.holds(key.scopes),
        }
    }

    pub(super) fn holds(&self, scopes: Scopes) -> bool {
        match self {
            Actor::Operator => true,
            Actor::Key(own) => own.scopes.allow(scopes),
        }
    }
}

/// The keys the actor may see, oldest first. `tenant_id`: only that tenant's.
pub async fn list(
    app: &App,
    actor: &Actor,
    tenant_id: Option<&str>,
) -> Result<Vec<ApiKeyRecord>, Refused> {
    let mut keys = app.store.api_keys(tenant_id).await?;
    keys.retain(|key| actor.may_touch(key));
    Ok(keys)
}

pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<ApiKeyRecord, Refused> {
    let key = app.store.api_key(id).await?;
    key.filter(|key| actor.may_touch(key))
        .ok_or(Refused::NoSuchKey)
}

/// Switching off takes effect here before this returns.
pub async fn update(
    app: &App,
    actor: &Actor,
    id: &str,
    change: Change,
) -> Result<ApiKeyRecord, Refused> {
    let mut key = find(app, actor, id).await?;
    key.label = change.label.unwrap_or(key.label);
    key.is_active = change.is_active.unwrap_or(key.is_active);
    app.store.update_api_key(&key).await?;
    if key.is_active {
        app.key_desk.allow(&key.id);
    } else {
        app.key_desk.refuse(&key.id);
    }
    Ok(key)
}

pub async fn delete(app: &App, actor: &Actor, id: &str) -> Result<(), Refused> {
    let key = find(app, actor, id).await?;
    app.store.delete_api_key(&key, app.now()).await?;
    app.key_desk.refuse(&key.id);
    Ok(())
}
