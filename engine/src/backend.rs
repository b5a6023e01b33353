//! What the WhatsApp client wants to keep, kept in the rows of a [`KeyStore`].
//!
//! The client asks for five store traits; each is one file below and all of them share the row
//! operations here. Records that the client hands over as bytes stay bytes, structs become JSON.
//! A read that decides a write holds `changing`, because the port promises atomic batches and not
//! isolation. A batch of the client is one `apply` of ours, and an empty one is none.

mod app_sync;
mod device;
mod lid_mapping;
mod messages;
mod msg_secret;
mod owed;
mod protocol;
mod sender_key_devices;
mod signal;
mod tc_token;

use std::sync::{Arc, Mutex as SyncMutex};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{Mutex, MutexGuard};
use wacore::store::error::{Result, StoreError};

use crate::{Change, KeyStore, KeyStoreError};
pub(crate) use device::DEVICE_ROW;
use device::DeviceKeeper;
use owed::Ledger;
pub(crate) use owed::Owed;

/// The key of a kind that has one row only.
const ONLY: &str = "self";

/// Separates the parts of a composed key. No address or message id of WhatsApp contains it.
const PART: char = '\u{1f}';

/// How many rows of a kind are fetched one by one before fetching the whole kind is cheaper.
const FEW: usize = 8;

/// The store of one session.
pub(crate) struct Backend {
    session: String,
    keys: Arc<dyn KeyStore>,
    changing: Mutex<()>,
    device: DeviceKeeper,
    ledger: Ledger,
    /// The message with which the client tries out this store, and its id.
    trial: SyncMutex<Option<(String, Vec<u8>)>>,
}

impl Backend {
    /// Which session this is, for logs.
    pub(crate) fn session(&self) -> &str {
        &self.session
    }

    pub(crate) fn new(session: &str, keys: Arc<dyn KeyStore>) -> Backend {
        Backend {
            session: session.to_owned(),
            keys,
            changing: Mutex::new(()),
            device: DeviceKeeper::default(),
            ledger: Ledger::default(),
            trial: SyncMutex::default(),
        }
    }

    /// Held from the read to the write that depends on it.
    async fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().await
    }

    async fn get(&self, kind: &'static str, key: &str) -> Result<Option<Vec<u8>>> {
        self.keys
            .get(&self.session, kind, key)
            .await
            .map_err(broken)
    }

    async fn get_json<T: DeserializeOwned>(
        &self,
        kind: &'static str,
        key: &str,
    ) -> Result<Option<T>> {
        let row = self.get(kind, key).await?;
        row.map(|bytes| from_json(&bytes)).transpose()
    }

    async fn list(&self, kind: &'static str) -> Result<Vec<(String, Vec<u8>)>> {
        self.keys.list(&self.session, kind).await.map_err(broken)
    }

    async fn apply(&self, changes: Vec<Change>) -> Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        self.keys
            .apply(&self.session, changes)
            .await
            .map_err(broken)
    }

    async fn put(&self, kind: &'static str, key: &str, value: &[u8]) -> Result<()> {
        self.apply(vec![put(kind, key, value)]).await
    }

    async fn put_json<T: Serialize>(&self, kind: &'static str, key: &str, value: &T) -> Result<()> {
        self.apply(vec![put_json(kind, key, value)?]).await
    }

    async fn delete(&self, kind: &'static str, key: &str) -> Result<()> {
        self.apply(vec![delete(kind, key)]).await
    }

    /// Deletes the rows of a kind that `doomed` picks, in one batch, and counts them.
    async fn delete_where(
        &self,
        kind: &'static str,
        mut doomed: impl FnMut(&str, &[u8]) -> Result<bool> + Send,
    ) -> Result<u32> {
        let _changing = self.changing().await;
        let mut changes = Vec::new();
        for (key, value) in self.list(kind).await? {
            if doomed(&key, &value)? {
                changes.push(Change::Delete { kind, key });
            }
        }
        let count = u32::try_from(changes.len()).unwrap_or(u32::MAX);
        self.apply(changes).await?;
        Ok(count)
    }
}

fn put(kind: &'static str, key: &str, value: &[u8]) -> Change {
    Change::Put {
        kind,
        key: key.to_owned(),
        value: value.to_vec(),
    }
}

fn put_json<T: Serialize>(kind: &'static str, key: &str, value: &T) -> Result<Change> {
    let json = serde_json::to_vec(value).map_err(unreadable)?;
    Ok(Change::Put {
        kind,
        key: key.to_owned(),
        value: json,
    })
}

fn delete(kind: &'static str, key: &str) -> Change {
    Change::Delete {
        kind,
        key: key.to_owned(),
    }
}

fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    serde_json::from_slice(bytes).map_err(unreadable)
}

/// A key made of several parts, in an order that lets a prefix name a group of rows.
fn composed(parts: &[&str]) -> String {
    parts.join(&PART.to_string())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn broken(error: KeyStoreError) -> StoreError {
    StoreError::Database(Box::new(error))
}

fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Serialization(Box::new(error))
}

fn malformed(what: &str) -> StoreError {
    StoreError::Validation(format!("malformed {what} row"))
}

#[cfg(test)]
mod tests;
