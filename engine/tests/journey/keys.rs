//! A key store that counts its writes, and can be blocked and broken.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use titan_engine::{Change, KeyStore, KeyStoreError};
use tokio::sync::Semaphore;

use crate::memory::MemoryKeys;

#[derive(Default)]
pub struct ObservedKeys {
    keys: MemoryKeys,
    writes: AtomicUsize,
    values: Mutex<Vec<Vec<u8>>>,
    failing: AtomicBool,
    gate: Mutex<Option<(&'static str, Gate)>>,
}

/// Blocks the writes of one kind of row until it is opened.
#[derive(Clone)]
pub struct Gate {
    reached: Arc<Semaphore>,
    opened: Arc<Semaphore>,
}

impl Gate {
    pub async fn reached(&self) {
        let permit = self.reached.acquire().await.expect("never closed");
        permit.forget();
    }

    pub fn open(&self) {
        self.opened.add_permits(Semaphore::MAX_PERMITS / 2);
    }

    async fn pass(&self) {
        self.reached.add_permits(1);
        let _permit = self.opened.acquire().await.expect("never closed");
    }
}

impl ObservedKeys {
    pub fn writes(&self) -> usize {
        self.writes.load(Ordering::SeqCst)
    }

    /// Whether any value that was ever written contains these bytes.
    pub fn has_written(&self, bytes: &[u8]) -> bool {
        let values = self.values.lock().expect("not poisoned");
        let mut values = values.iter();
        values.any(|value| value.windows(bytes.len()).any(|window| window == bytes))
    }

    pub fn fail(&self) {
        self.failing.store(true, Ordering::SeqCst);
    }

    pub fn block_device_writes(&self) -> Gate {
        self.block_writes("device")
    }

    pub fn block_writes(&self, kind: &'static str) -> Gate {
        let gate = Gate {
            reached: Arc::new(Semaphore::new(0)),
            opened: Arc::new(Semaphore::new(0)),
        };
        *self.gate.lock().expect("not poisoned") = Some((kind, gate.clone()));
        gate
    }
}

#[async_trait]
impl KeyStore for ObservedKeys {
    async fn get(&self, s: &str, kind: &str, key: &str) -> Result<Option<Vec<u8>>, KeyStoreError> {
        self.keys.get(s, kind, key).await
    }

    async fn list(&self, s: &str, kind: &str) -> Result<Vec<(String, Vec<u8>)>, KeyStoreError> {
        self.keys.list(s, kind).await
    }

    async fn apply(&self, s: &str, changes: Vec<Change>) -> Result<(), KeyStoreError> {
        if self.failing.load(Ordering::SeqCst) {
            return Err(KeyStoreError("no room left".into()));
        }
        let gate = self.gate.lock().expect("not poisoned").clone();
        if let Some((kind, gate)) = gate
            && changes.iter().any(|change| is_put(change, kind))
        {
            gate.pass().await;
        }
        self.writes.fetch_add(1, Ordering::SeqCst);
        let values = changes.iter().filter_map(|change| match change {
            Change::Put { value, .. } => Some(value.clone()),
            Change::Delete { .. } => None,
        });
        self.values.lock().expect("not poisoned").extend(values);
        self.keys.apply(s, changes).await
    }

    async fn wipe(&self, s: &str) -> Result<(), KeyStoreError> {
        self.keys.wipe(s).await
    }
}

fn is_put(change: &Change, blocked: &str) -> bool {
    matches!(change, Change::Put { kind, .. } if *kind == blocked)
}
