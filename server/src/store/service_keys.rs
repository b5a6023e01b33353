//! Sealed keys of the installation that are never rotated, shared by all processes on the database.

use super::{Store, StoreError, rows};
use crate::domain::time::Timestamp;

/// The key that hashes the phone numbers in `code_limits`.
const PHONE_NUMBERS: &str = "phone_numbers";

/// The key to store if there is none yet.
pub struct InitialKey<'a> {
    /// For a new installation.
    pub fresh: &'a str,
    /// For an installation whose earlier version hashed numbers with this key, so that their limits stay valid.
    pub previous: &'a str,
}

impl Store {
    /// The key that hashes phone numbers, as text. The first call on a database stores it.
    pub async fn phone_number_key(
        &self,
        first: InitialKey<'_>,
        at: Timestamp,
    ) -> Result<String, StoreError> {
        if let Some(key) = self.service_key(PHONE_NUMBERS).await? {
            return Ok(key);
        }
        let counted = sqlx::query("SELECT number_hash FROM code_limits LIMIT 1")
            .fetch_optional(&self.readers)
            .await?;
        let key = if counted.is_some() {
            first.previous
        } else {
            first.fresh
        };
        sqlx::query(
            "INSERT INTO service_keys (name, sealed, created_at) \
             VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING",
        )
        .bind(PHONE_NUMBERS)
        .bind(self.seal_text(&["service_key", PHONE_NUMBERS], key))
        .bind(at.as_millis())
        .execute(&self.pool)
        .await?;
        // Another process may have stored its key first, which is then used.
        let kept = self.service_key(PHONE_NUMBERS).await?;
        kept.ok_or(StoreError::NotFound)
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
