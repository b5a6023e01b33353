//! The keys that sign a webhook's deliveries, sealed. The newest has no expiry; older keys also sign until they expire.

use sqlx::AnyConnection;

use super::{Store, StoreError, rows};
use crate::domain::id::{WebhookId, WebhookKeyId};
use crate::domain::time::Timestamp;
use crate::domain::webhook::HmacKey;

/// A key and its place in the table.
pub struct KeyRow {
    pub id: WebhookKeyId,
    pub key: HmacKey,
    pub at: Timestamp,
}

impl Store {
    pub(super) async fn insert_webhook_key(
        &self,
        connection: &mut AnyConnection,
        webhook_id: WebhookId,
        row: &KeyRow,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO webhook_keys (id, webhook_id, hmac_key, created_at) \
                     VALUES ($1, $2, $3, $4)",
        )
        .bind(row.id.as_str())
        .bind(webhook_id.0)
        .bind(self.seal_text(&["webhook_key", &row.id], row.key.expose()))
        .bind(row.at.as_millis())
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Adds a new key; the older keys also sign until `older_until`.
    pub(super) async fn replace_webhook_key(
        &self,
        connection: &mut AnyConnection,
        webhook_id: WebhookId,
        row: &KeyRow,
        older_until: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE webhook_keys SET expires_at = $1 WHERE webhook_id = $2 \
                     AND (expires_at IS NULL OR expires_at > $1)",
        )
        .bind(older_until.as_millis())
        .bind(webhook_id.0)
        .execute(&mut *connection)
        .await?;
        sqlx::query("DELETE FROM webhook_keys WHERE webhook_id = $1 AND expires_at <= $2")
            .bind(webhook_id.0)
            .bind(row.at.as_millis())
            .execute(&mut *connection)
            .await?;
        self.insert_webhook_key(connection, webhook_id, row).await
    }

    /// The keys that sign now, newest first.
    pub async fn webhook_keys(
        &self,
        webhook_id: WebhookId,
        now: Timestamp,
    ) -> Result<Vec<HmacKey>, StoreError> {
        let found = sqlx::query(
            "SELECT id, hmac_key FROM webhook_keys WHERE webhook_id = $1 \
             AND (expires_at IS NULL OR expires_at > $2) ORDER BY CASE WHEN expires_at IS NULL \
             THEN 0 ELSE 1 END, id DESC",
        )
        .bind(webhook_id.0)
        .bind(now.as_millis())
        .fetch_all(&self.readers)
        .await?;
        found
            .iter()
            .map(|row| {
                let id: WebhookKeyId = rows::id(row, "id")?;
                self.open_text(&["webhook_key", &id], &rows::text(row, "hmac_key")?)
                    .map(HmacKey::new)
            })
            .collect()
    }
}
