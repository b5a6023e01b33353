//! The WhatsApp client's store, on the rows of a [`KeyStore`].
//!
//! The client needs five store traits. Their implementations are in the files below, and share the row operations
//! here. Records that the client passes as bytes are stored as they are; structs are stored as JSON. A write that
//! depends on a read holds the change lock, because the port has atomic batches but no isolation. A batch of the client
//! is one call of `apply`, and an empty one is none.

mod app_sync;
mod contacts;
mod device;
mod history;
mod lid_mapping;
mod messages;
mod missing;
mod missing_message;
mod msg_secret;
mod protocol;
mod push_name;
mod restriction;
mod sender_key_devices;
mod signal;
mod signed_prekeys;
mod tc_token;
mod timestamped;

use std::sync::{Arc, Mutex as SyncMutex};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{Mutex, MutexGuard};
use wacore::store::error::{Result, StoreError};

use crate::{Change, KeyStore, KeyStoreError};
pub(crate) use device::DEVICE_ROW;
use device::DeviceState;
pub(crate) use history::ReceivedToken;
use missing::MissingMessages;
pub(crate) use missing_message::{MissingMessage, Source};
use restriction::RestrictionState;

/// The key of a kind that has a single row.
const SINGLE: &str = "self";

/// Separates the parts of a key. WhatsApp's addresses and message ids do not contain it.
const SEPARATOR: char = '\u{1f}';

/// The number of rows of a kind above which it is cheaper to list the whole kind.
const MAX_SINGLE_READS: usize = 8;

/// The store of one session.
pub(crate) struct Backend {
    session: String,
    keys: Arc<dyn KeyStore>,
    change: Mutex<()>,
    device: DeviceState,
    missing: MissingMessages,
    restriction: RestrictionState,
    /// The message with which the client tests this store, and its id.
    probe: SyncMutex<Option<(String, Vec<u8>)>>,
}

impl Backend {
    /// The session's id, for logs.
    pub(crate) fn session(&self) -> &str {
        &self.session
    }

    pub(crate) fn new(session: &str, keys: Arc<dyn KeyStore>) -> Backend {
        Backend {
            session: session.to_owned(),
            keys,
            change: Mutex::new(()),
            device: DeviceState::default(),
            missing: MissingMessages::default(),
            restriction: RestrictionState::default(),
            probe: SyncMutex::default(),
        }
    }

    /// To be held from a read to the write that depends on it.
    async fn lock_changes(&self) -> MutexGuard<'_, ()> {
        self.change.lock().await
    }

    async fn get(&self, kind: &'static str, key: &str) -> Result<Option<Vec<u8>>> {
        self.keys
            .get(&self.session, kind, key)
            .await
            .map_err(store_error)
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
        self.keys
            .list(&self.session, kind)
            .await
            .map_err(store_error)
    }

    async fn apply(&self, changes: Vec<Change>) -> Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        self.keys
            .apply(&self.session, changes)
            .await
            .map_err(store_error)
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

    /// Deletes the rows of a kind that the condition holds for, in one batch, and returns their number.
    async fn delete_where(
        &self,
        kind: &'static str,
        mut condition: impl FnMut(&str, &[u8]) -> Result<bool> + Send,
    ) -> Result<u32> {
        let _lock = self.lock_changes().await;
        let mut changes = Vec::new();
        for (key, value) in self.list(kind).await? {
            if condition(&key, &value)? {
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
    let json = serde_json::to_vec(value).map_err(json_error)?;
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
    serde_json::from_slice(bytes).map_err(json_error)
}

/// A key of several parts, in an order in which a prefix identifies a group of rows.
fn compose_key(parts: &[&str]) -> String {
    parts.join(&SEPARATOR.to_string())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn store_error(error: KeyStoreError) -> StoreError {
    StoreError::Database(Box::new(error))
}

fn json_error(error: serde_json::Error) -> StoreError {
    StoreError::Serialization(Box::new(error))
}

fn malformed(what: &str) -> StoreError {
    StoreError::Validation(format!("malformed {what} row"))
}

#[cfg(test)]
mod tests;
