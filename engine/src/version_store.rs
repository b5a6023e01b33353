//! The port through which the last good version of the web client is stored.

use std::time::Duration;

use async_trait::async_trait;

/// Three numbers, such as 2.3000.1026131876.
pub type Version = (u32, u32, u32);

/// A version that WhatsApp has published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownVersion {
    /// The version.
    pub version: Version,
    /// How long ago WhatsApp has published it, at the last look-up.
    pub age: Duration,
}

/// Stores one version for all sessions.
#[async_trait]
pub trait VersionStore: Send + Sync + 'static {
    /// The version that was saved last.
    async fn load(&self) -> Result<Option<KnownVersion>, VersionStoreError>;

    /// Saves a version that WhatsApp publishes now.
    async fn save(&self, version: Version) -> Result<(), VersionStoreError>;
}

/// The version could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("version store: {0}")]
pub struct VersionStoreError(#[source] pub Box<dyn std::error::Error + Send + Sync>);
