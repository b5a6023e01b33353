//! Deletes a webhook: hidden from every query at once, its rows removed in batches afterwards.

use super::bulk::ROWS_AT_ONCE;
use super::{Store, StoreError, rows};
use crate::domain::id::WebhookId;
use crate::domain::time::Timestamp;

/// Deletes the rows of a deleted webhook, in this order. Deliveries go first, because no attempt is inserted without
/// one; the webhook's own row goes last.
const BATCHES: [&str; 5] = [
    "DELETE FROM webhook_deliveries WHERE webhook_id = $1 AND event_id IN \
     (SELECT event_id FROM webhook_deliveries WHERE webhook_id = $1 LIMIT $2)",
    "DELETE FROM webhook_attempts WHERE id IN (SELECT id FROM webhook_attempts \
     WHERE webhook_id = $1 LIMIT $2)",
    "DELETE FROM webhook_lanes WHERE webhook_id = $1 AND session_name IN \
     (SELECT session_name FROM webhook_lanes WHERE webhook_id = $1 LIMIT $2)",
    "DELETE FROM webhook_replays WHERE webhook_id = $1 AND $2 = $2",
    "DELETE FROM webhooks WHERE id = $1 AND deleted_at IS NOT NULL AND $2 = $2",
];

impl Store {
    /// Deletes a webhook with its credentials. [`Self::purge_webhooks`] deletes its other rows.
    pub async fn delete_webhook(&self, id: WebhookId, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        let done = sqlx::query(
            "UPDATE webhooks SET deleted_at = $1, enabled = 0, headers = '' WHERE id = $2 \
             AND deleted_at IS NULL",
        )
        .bind(at.as_millis())
        .bind(id.0)
        .execute(&mut *transaction)
        .await?;
        rows::require_changed(&done)?;
        for sql in [
            "DELETE FROM webhook_events WHERE webhook_id = $1",
            "DELETE FROM webhook_keys WHERE webhook_id = $1",
        ] {
            sqlx::query(sql)
                .bind(id.0)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Deletes one batch of rows of deleted webhooks. Returns how many; call it until that is zero.
    pub async fn purge_webhooks(&self) -> Result<u64, StoreError> {
        let row = sqlx::query("SELECT id FROM webhooks WHERE deleted_at IS NOT NULL LIMIT 1")
            .fetch_optional(&self.readers)
            .await?;
        let Some(row) = row else { return Ok(0) };
        let id = rows::number(&row, "id")?;
        for sql in BATCHES {
            let _turn = self.bulk_turn().await;
            let done = sqlx::query(sql)
                .bind(id)
                .bind(ROWS_AT_ONCE)
                .execute(&self.pool)
                .await?;
            if done.rows_affected() > 0 {
                return Ok(done.rows_affected());
            }
        }
        Ok(0)
    }
}
