//! Ports without a database, for the unit tests and the journeys.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use titan_engine::{
    Change, Inbox, InboxError, KeyStore, KeyStoreError, KnownVersion, Received, Version,
    VersionStore, VersionStoreError,
};

/// An inbox that accepts every message and stores none.
pub struct NoInbox;

#[async_trait]
impl Inbox for NoInbox {
    async fn store(&self, _session: &str, _message: Received) -> Result<(), InboxError> {
        Ok(())
    }
}

/// A version store in memory, which a clone shares.
#[derive(Clone, Default)]
pub struct MemoryVersion {
    version: Arc<Mutex<Option<Version>>>,
    /// The age of a stored version.
    pub age: Arc<Mutex<Duration>>,
}

#[async_trait]
impl VersionStore for MemoryVersion {
    async fn load(&self) -> Result<Option<KnownVersion>, VersionStoreError> {
        let version = *self.version.lock().expect("not poisoned");
        let age = *self.age.lock().expect("not poisoned");
        Ok(version.map(|version| KnownVersion { version, age }))
    }

    async fn save(&self, version: Version) -> Result<(), VersionStoreError> {
        *self.version.lock().expect("not poisoned") = Some(version);
        Ok(())
    }
}

type Rows = BTreeMap<(String, String), Vec<u8>>;

/// A key store in memory.
#[derive(Default)]
pub struct MemoryKeys {
    sessions: Mutex<HashMap<String, Rows>>,
}

impl MemoryKeys {
    pub fn new() -> MemoryKeys {
        MemoryKeys::default()
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<String, Rows>> {
        self.sessions
            .lock()
            .expect("no code panics while it holds the lock")
    }
}

#[async_trait]
impl KeyStore for MemoryKeys {
    async fn get(
        &self,
        session: &str,
        kind: &str,
        key: &str,
    ) -> Result<Option<Vec<u8>>, KeyStoreError> {
        let row = (kind.to_owned(), key.to_owned());
        let sessions = self.sessions();
        Ok(sessions
            .get(session)
            .and_then(|rows| rows.get(&row))
            .cloned())
    }

    async fn list(
        &self,
        session: &str,
        kind: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, KeyStoreError> {
        let sessions = self.sessions();
        let rows = sessions.get(session).into_iter().flatten();
        Ok(rows
            .filter(|((of, _), _)| of == kind)
            .map(|((_, key), value)| (key.clone(), value.clone()))
            .collect())
    }

    async fn apply(&self, session: &str, changes: Vec<Change>) -> Result<(), KeyStoreError> {
        let mut sessions = self.sessions();
        let rows = sessions.entry(session.to_owned()).or_default();
        for change in changes {
            match change {
                Change::Put { kind, key, value } => {
                    rows.insert((kind.to_owned(), key), value);
                }
                Change::Delete { kind, key } => {
                    rows.remove(&(kind.to_owned(), key));
                }
            }
        }
        Ok(())
    }

    async fn wipe(&self, session: &str) -> Result<(), KeyStoreError> {
        self.sessions().remove(session);
        Ok(())
    }
}
