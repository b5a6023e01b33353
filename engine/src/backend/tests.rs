//! The client's store traits, over a key store that counts its writes.

mod app_sync;
mod device;
mod messages;
mod missing;
mod protocol;
mod signal;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;

use super::Backend;
use crate::memory::MemoryKeys;
use crate::{Change, KeyStore, KeyStoreError};

/// A key store in memory.
#[derive(Default)]
struct CountingKeys {
    keys: MemoryKeys,
    writes: AtomicUsize,
}

#[async_trait]
impl KeyStore for CountingKeys {
    async fn get(&self, s: &str, kind: &str, key: &str) -> Result<Option<Vec<u8>>, KeyStoreError> {
        self.keys.get(s, kind, key).await
    }

    async fn list(&self, s: &str, kind: &str) -> Result<Vec<(String, Vec<u8>)>, KeyStoreError> {
        self.keys.list(s, kind).await
    }

    async fn apply(&self, s: &str, changes: Vec<Change>) -> Result<(), KeyStoreError> {
        assert!(!changes.is_empty(), "an empty batch reached the key store");
        self.writes.fetch_add(1, Ordering::Relaxed);
        self.keys.apply(s, changes).await
    }

    async fn wipe(&self, s: &str) -> Result<(), KeyStoreError> {
        self.keys.wipe(s).await
    }
}

/// A session's backend and its key store.
struct Fixture {
    keys: Arc<CountingKeys>,
    backend: Backend,
}

impl Fixture {
    fn new() -> Fixture {
        let keys = Arc::new(CountingKeys::default());
        let backend = Backend::new("one", keys.clone());
        Fixture { keys, backend }
    }

    /// The same session, opened again.
    fn reopened(&self) -> Backend {
        Backend::new("one", self.keys.clone())
    }

    fn writes(&self) -> usize {
        self.keys.writes.load(Ordering::Relaxed)
    }
}
