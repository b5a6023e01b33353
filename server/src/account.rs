//! API keys and tenants: the operations of a tenant's backend and of the operator, one file each.
//!
//! Imports neither HTTP nor the engine. A key cannot read or change a key that has more scopes than it has.

pub mod create_key;
pub mod create_tenant;
pub mod key_cache;
pub mod key_sync;
pub mod keys;
pub mod quotas;
pub mod rotate_signing;
pub mod settings;

use std::ops::Deref;
use std::sync::Arc;

use self::key_cache::KeyCache;
use crate::domain::time::Timestamp;
use crate::runtime::clock::SharedClock;
use crate::runtime::ids::Ids;
use crate::runtime::tasks::Tasks;
use crate::security::master_key::MasterKey;
use crate::security::signing::KeyRing;
use crate::store::Store;

/// The state of this feature; cloning shares it.
#[derive(Clone)]
pub struct Accounts(Arc<State>);

pub struct State {
    pub store: Store,
    pub clock: SharedClock,
    pub ids: Arc<Ids>,
    pub tasks: Tasks,
    pub api_keys: KeyRing,
    pub key_cache: KeyCache,
    pub master_key: MasterKey,
}

impl Accounts {
    pub fn new(state: State) -> Self {
        Accounts(Arc::new(state))
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl Deref for Accounts {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}
