//! The port through which a session's keys are stored.
//!
//! The engine needs rows identified by session, kind and key, and batches of changes that are applied as a whole or
//! not at all. `apply` must not return before the batch is durable: the engine then sends WhatsApp an answer that
//! cannot be revoked. Values are secrets; how they are encrypted at rest is the embedder's choice.

use async_trait::async_trait;

/// Durable rows of key material, by session, kind and key.
#[async_trait]
pub trait KeyStore: Send + Sync + 'static {
    /// One value, if it exists.
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

    /// Applies all changes in order, or none. Returns when they are durable.
    async fn apply(&self, session: &str, changes: Vec<Change>) -> Result<(), KeyStoreError>;

    /// Removes all rows of a session.
    async fn wipe(&self, session: &str) -> Result<(), KeyStoreError>;
}

/// One row of a batch.
#[derive(Clone, PartialEq, Eq)]
pub enum Change {
    /// Sets a value, and replaces an earlier one.
    Put {
        /// The kind of row.
        kind: &'static str,
        /// The row's key within its kind.
        key: String,
        /// The value.
        value: Vec<u8>,
    },
    /// Removes a value, if it exists.
    Delete {
        /// The kind of row.
        kind: &'static str,
        /// The row's key within its kind.
        key: String,
    },
}

impl std::fmt::Debug for Change {
    // Keys contain phone numbers and values contain key material, so only the kind is shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Change::Put { kind, .. } => write!(f, "Put({kind})"),
            Change::Delete { kind, .. } => write!(f, "Delete({kind})"),
        }
    }
}

/// An operation of the key store failed.
#[derive(Debug, thiserror::Error)]
#[error("key store: {0}")]
pub struct KeyStoreError(#[source] pub Box<dyn std::error::Error + Send + Sync>);
