//! The version of the web client that WhatsApp has published last.

use super::{Store, StoreError, rows};
use crate::domain::time::Timestamp;
use crate::domain::web_version::WebVersion;

/// A version that a look-up has named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedVersion {
    pub version: WebVersion,
    /// When it was named first.
    pub since: Timestamp,
    /// When it was named last.
    pub checked_at: Timestamp,
}

impl Store {
    pub async fn published_version(&self) -> Result<Option<PublishedVersion>, StoreError> {
        let row =
            sqlx::query("SELECT version, since, checked_at FROM whatsapp_version WHERE id = 1")
                .fetch_optional(&self.readers)
                .await?;
        row.map(|row| {
            Ok(PublishedVersion {
                version: WebVersion::parse(&rows::text(&row, "version")?)
                    .ok_or(StoreError::Row("version"))?,
                since: rows::time(&row, "since")?,
                checked_at: rows::time(&row, "checked_at")?,
            })
        })
        .transpose()
    }

    /// Records that a look-up has named this version.
    pub async fn save_published_version(
        &self,
        version: WebVersion,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO whatsapp_version (id, version, since, checked_at) VALUES (1, $1, $2, $2) \
             ON CONFLICT (id) DO UPDATE SET since = CASE WHEN whatsapp_version.version = \
             excluded.version THEN whatsapp_version.since ELSE excluded.since END, version = \
             excluded.version, checked_at = excluded.checked_at",
        )
        .bind(version.to_string())
        .bind(at.as_millis())
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
