//! Everything a request may need: one constructor for production and tests.

use std::sync::Arc;

use engine::Engine;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::account::key_desk::KeyDesk;
use crate::clock::SharedClock;
use crate::domain::phone::PhoneNumber;
use crate::domain::time::Timestamp;
use crate::hub::Hub;
use crate::ids::Ids;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::reach::Reach;
use crate::sessions::drivers::Drivers;
use crate::sessions::proxy::ProxyGuard;
use crate::store::Store;
use crate::tasks::Tasks;
use crate::token::key::{Key, Ring};
use crate::token::master_key::MasterKey;
use crate::webhooks::Webhooks;

/// The ports and keys; cloning shares them.
#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub store: Store,
    pub engine: Engine,
    pub clock: SharedClock,
    pub tasks: Tasks,
    pub widget_tokens: Ring,
    pub api_keys: Ring,
    /// Names phone numbers that are counted; it stays when every other key is rotated.
    pub phone_numbers: Key,
    pub key_desk: KeyDesk,
    pub master_key: MasterKey,
    /// Where browsers reach us, without a slash at the end.
    pub public_url: PublicUrl,
    pub hub: Hub,
    pub ids: Arc<Ids>,
    pub drivers: Drivers,
    /// Where sessions' proxies may be.
    pub proxies: ProxyGuard,
    pub reach: Reach,
    pub limits: Limits,
    pub metrics: Metrics,
    pub webhooks: Webhooks,
}

/// The service's own address, as browsers see it.
#[derive(Debug, Clone)]
pub struct PublicUrl(String);

impl PublicUrl {
    pub fn new(url: &Url) -> Self {
        PublicUrl(url.as_str().trim_end_matches('/').to_owned())
    }

    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl App {
    pub fn new(parts: Parts) -> Self {
        App(Arc::new(parts))
    }

    /// A name for a number that only this installation can make: enough to count with, not to read back.
    pub fn number_hash(&self, number: &PhoneNumber) -> String {
        let keyed = self
            .phone_numbers
            .sign(format!("phone number {}", number.as_str()).as_bytes());
        Sha256::digest(keyed)
            .iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
