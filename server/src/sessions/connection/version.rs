//! Stores the version of the web client for the engine.

use engine::{KnownVersion, Version, VersionStore, VersionStoreError};

use crate::runtime::clock::SharedClock;
use crate::store::Store;

pub struct StoredVersion {
    pub store: Store,
    pub clock: SharedClock,
}

#[async_trait::async_trait]
impl VersionStore for StoredVersion {
    async fn load(&self) -> Result<Option<KnownVersion>, VersionStoreError> {
        let found = self.store.published_version().await.map_err(failed)?;
        Ok(found.map(|published| KnownVersion {
            version: published.version.numbers(),
            age: self.clock.now().remaining(published.checked_at),
        }))
    }

    async fn save(&self, version: Version) -> Result<(), VersionStoreError> {
        let at = self.clock.now();
        let saved = self.store.save_published_version(version.into(), at).await;
        saved.map_err(failed)
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> VersionStoreError {
    VersionStoreError(Box::new(error))
}
