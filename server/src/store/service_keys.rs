//! Keys of the installation that outlive every rotation, sealed. Processes that share the database share them.

use super::{Store, StoreError, rows};
use crate::domain::time::Timestamp;

/// Names phone numbers in `code_limits`.
const PHONE_NUMBERS: &str = "phone_numbers";

/// Where a key comes from that is not there yet.
pub struct FirstKey<'a> {
    /// What a new installation takes.
    pub fresh: &'a str,
    /// What an earlier version named the numbers with that it has counted. They must go on counting.
    pub before: &'a str,
}

impl Store {
    /// The key that names phone numbers, as text. The first call on a database decides.
    pub async fn phone_number_key(
        &self,
        first: FirstKey<'_>,
        at: Timestamp,
    ) -> Result<String, StoreError> {
        if let Some(key) = self.service_key(PHONE_NUMBERS).await? {
            return Ok(key);
        }
        let counted = sqlx::query("SELECT number_hash FROM code_limits LIMIT 1")
            .fetch_optional(&self.readers)
            .await?;
        let key = if counted.is_some() {
            first.before
        } else {
            first.fresh
        };
        sqlx::query(
            "INSERT INTO service_keys (name, sealed, created_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING",
        )
        .bind(PHONE_NUMBERS)
        .bind(self.seal_text(&["service_key", PHONE_NUMBERS], key))
        .bind(at.as_millis())
        .execute(&self.pool)
        .await?;
        // Another process may have been faster: then its key is the one.
        let kept = self.service_key(PHONE_NUMBERS).await?;
        kept.ok_or(StoreError::Gone)
    }

    async fn service_key(&self, name: &str) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT sealed FROM service_keys WHERE name = $1")
            .bind(name)
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| self.open_text(&["service_key", name], &rows::text(&row, "sealed")?))
            .transpose()
    }
}
