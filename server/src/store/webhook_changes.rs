//! Changes of a webhook. The row is locked before a change is applied, so concurrent changes are not lost.

use sqlx::AnyConnection;

use super::webhooks::{set_filter, stored_retries};
use super::{KeyRow, Store, StoreError};
use crate::domain::id::WebhookId;
use crate::domain::time::Timestamp;
use crate::domain::webhook::{DisabledReason, Webhook};
use crate::domain::webhook_change::WebhookChange;

impl Store {
    /// Applies a change and, if given, a new key; older keys stay valid until the given time. Returns the changed
    /// webhook. If the change restarts deliveries, its waiting queues become due.
    pub async fn update_webhook(
        &self,
        id: WebhookId,
        change: WebhookChange,
        key: Option<(&KeyRow, Timestamp)>,
        now: Timestamp,
    ) -> Result<Webhook, StoreError> {
        let mut transaction = self.pool.begin().await?;
        // Locks queues before webhooks, as the outbox does, to prevent deadlocks.
        if change.restarts_deliveries() {
            sqlx::query(
                "UPDATE webhook_lanes SET next_at = $1 WHERE webhook_id = $2 AND next_at > $1",
            )
            .bind(now.as_millis())
            .bind(id.0)
            .execute(&mut *transaction)
            .await?;
        }
        let (has_headers, has_events) = (change.headers.is_some(), change.events.is_some());
        let webhook = change.apply(self.lock_webhook(&mut transaction, id).await?);
        write(&mut transaction, &webhook).await?;
        if has_headers {
            self.set_headers(&mut transaction, id, &webhook.headers)
                .await?;
        }
        if has_events {
            set_filter(&mut transaction, id, &webhook.events).await?;
        }
        if let Some((key, older_until)) = key {
            self.replace_webhook_key(&mut transaction, id, key, older_until)
                .await?;
        }
        transaction.commit().await?;
        self.wake_outbox();
        Ok(webhook)
    }

    /// Locks the row until the end of the transaction, with an update that changes nothing.
    async fn lock_webhook(
        &self,
        connection: &mut AnyConnection,
        id: WebhookId,
    ) -> Result<Webhook, StoreError> {
        let row = sqlx::query(
            "UPDATE webhooks SET url = url WHERE id = $1 AND deleted_at IS NULL RETURNING *",
        )
        .bind(id.0)
        .fetch_optional(&mut *connection)
        .await?;
        self.read_webhook(connection, &row.ok_or(StoreError::NotFound)?)
            .await
    }
}

async fn write(connection: &mut AnyConnection, webhook: &Webhook) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE webhooks SET url = $1, session_name = $2, label = $3, retries = $4, enabled = $5, \
         disabled_reason = $6, failing_since = $7, failures = $8 WHERE id = $9",
    )
    .bind(webhook.url.as_str())
    .bind(webhook.session.as_deref())
    .bind(webhook.label.as_deref())
    .bind(webhook.retries.map(stored_retries))
    .bind(i64::from(webhook.enabled))
    .bind(webhook.disabled_reason.map(DisabledReason::as_str))
    .bind(webhook.failing_since.map(Timestamp::as_millis))
    .bind(webhook.failures)
    .bind(webhook.id.0)
    .execute(connection)
    .await?;
    Ok(())
}
