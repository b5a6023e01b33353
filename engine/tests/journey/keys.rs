//! A key store that can be watched, held at the moment that matters, and broken.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::memory::MemoryKeys;
use async_trait::async_trait;
use titan_engine::{Change, KeyStore, KeyStoreError};
use tokio::sync::Semaphore;

#[derive(Default)]
pub struct Watched {
    keys: MemoryKeys,
    writes: AtomicUsize,
    failing: AtomicBool,
    gate: Mutex<Option<Gate>>,
}

/// Holds the write of the device until it is released.
#[derive(Clone)]
pub struct Gate {
    reached: Arc<Semaphore>,
    open: Arc<Semaphore>,
}

impl Gate {
    pub async fn reached(&self) {
        let permit = self.reached.acquire().await.expect("never closed");
        permit.forget();
    }

    pub fn release(&self) {
        self.open.add_permits(Semaphore::MAX_PERMITS / 2);
    }

    async fn pass(&self) {
        self.reached.add_permits(1);
        let _open = self.open.acquire().await.expect("never closed");
    }
}

impl Watched {
    pub fn writes(&self) -> usize {
        self.writes.load(Ordering::SeqCst)
    }

    pub fn fail(&self) {
        self.failing.store(true, Ordering::SeqCst);
    }

    pub fn hold_the_device(&self) -> Gate {
        let gate = Gate {
            reached: Arc::new(Semaphore::new(0)),
            open: Arc::new(Semaphore::new(0)),
        };
        *self.gate.lock().expect("not poisoned") = Some(gate.clone());
        gate
    }
}

#[async_trait]
impl KeyStore for Watched {
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
        let device = changes.iter().any(is_device);
        let gate = self.gate.lock().expect("not poisoned").clone();
        if let Some(gate) = gate.filter(|_| device) {
            gate.pass().await;
        }
        self.writes.fetch_add(1, Ordering::SeqCst);
        self.keys.apply(s, changes).await
    }

    async fn wipe(&self, s: &str) -> Result<(), KeyStoreError> {
        self.keys.wipe(s).await
    }
}

fn is_device(change: &Change) -> bool {
    matches!(change, Change::Put { kind: "device", .. })
}
