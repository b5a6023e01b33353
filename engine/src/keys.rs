//! The port behind which a session's keys survive the process.
//!
//! The engine needs little: rows named by session, kind and key, and a batch of changes that is
//! applied as a whole or not at all. `apply` must not return before the batch is durable: the
//! engine answers WhatsApp on the strength of it, and what WhatsApp has been told cannot be taken
//! back. Values are secrets; how they are sealed at rest is the embedder's choice.

use async_trait::async_trait;

/// Durable rows of key material, by session, kind and key.
#[async_trait]
pub trait KeyStore: Send + Sync + 'static {
    /// One value, if it is there.
    async fn get(
        &self,
        session: &str,
        kind: &str,
        key: &str,
    ) -> Result<Option<Vec<u8>>, KeyStoreError>;

    /// All keys of one kind with their values, in no particular order.
    async fn list(
        &self,
        session: &str,
        kind: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, KeyStoreError>;

    /// All or nothing, in order. Returns when the changes are durable.
    async fn apply(&self, session: &str, changes: Vec<Change>) -> Result<(), KeyStoreError>;

    /// Removes everything of a session.
    async fn wipe(&self, session: &str) -> Result<(), KeyStoreError>;
}

/// One row of a batch.
#[derive(Clone, PartialEq, Eq)]
pub enum Change {
    /// Sets a value, whether or not there was one.
    Put {
        /// Which kind of row.
        kind: &'static str,
        /// The row's key within its kind.
        key: String,
        /// What to keep.
        value: Vec<u8>,
    },
    /// Removes a value; no complaint if there is none.
    Delete {
        /// Which kind of row.
        kind: &'static str,
        /// The row's key within its kind.
        key: String,
    },
}

impl std::fmt::Debug for Change {
    // Keys hold phone numbers and values hold key material; the kind says enough.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Change::Put { kind, .. } => write!(f, "Put({kind})"),
            Change::Delete { kind, .. } => write!(f, "Delete({kind})"),
        }
    }
}

/// The key store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[error("key store: {0}")]
pub struct KeyStoreError(#[source] pub Box<dyn std::error::Error + Send + Sync>);
