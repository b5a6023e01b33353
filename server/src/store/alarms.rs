//! Problems of a webhook, each stored in one transaction with the event that reports it to the tenant's other
//! webhooks.

use super::events::EventScope;
use super::{Audience, EventRow, Store, StoreError, rows};
use crate::domain::id::{TenantId, WebhookId};
use crate::domain::time::Timestamp;
use crate::domain::webhook::{DisabledReason, Webhook};

impl Store {
    /// Disables a webhook and writes the event for the tenant's other webhooks, in one transaction. Returns false if it
    /// is already disabled, or if its address changed or a delivery succeeded since `webhook` was read.
    pub async fn disable_webhook(
        &self,
        webhook: &Webhook,
        reason: DisabledReason,
        event: &EventRow,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let done = sqlx::query(
            "UPDATE webhooks SET enabled = 0, disabled_reason = $1 WHERE id = $2 \
             AND enabled = 1 AND url = $3 AND ($1 <> 'failing' OR failing_since = $4)",
        )
        .bind(reason.as_str())
        .bind(webhook.id.0)
        .bind(webhook.url.as_str())
        .bind(webhook.failing_since.map(Timestamp::as_millis))
        .execute(&mut *transaction)
        .await?;
        let disabled = done.rows_affected() == 1;
        if disabled {
            let place = EventScope {
                tenant_id: &webhook.tenant_id,
                session_name: "",
                audience: Audience::AllExcept(webhook.id),
            };
            self.insert_event(&mut transaction, place, event).await?;
        }
        transaction.commit().await?;
        self.wake_outbox();
        Ok(disabled)
    }

    /// Queues of connected sessions with an event pending since before `since` that were not reported yet.
    pub async fn stalled_queues(
        &self,
        since: Timestamp,
    ) -> Result<Vec<(TenantId, WebhookId, String)>, StoreError> {
        let found = sqlx::query(
            "SELECT w.tenant_id, l.webhook_id, l.session_name FROM webhook_lanes l \
             JOIN webhooks w ON w.id = l.webhook_id \
             JOIN sessions s ON s.tenant_id = w.tenant_id AND s.name = l.session_name \
             WHERE l.next_at IS NOT NULL AND l.stalled = 0 AND w.enabled = 1 \
             AND s.status = 'connected' AND EXISTS (SELECT 1 FROM webhook_deliveries d \
             WHERE d.webhook_id = l.webhook_id AND d.session_name = l.session_name \
             AND d.state = 'pending' AND d.created_at <= $1) ORDER BY l.webhook_id, l.session_name \
             LIMIT 500",
        )
        .bind(since.as_millis())
        .fetch_all(&self.readers)
        .await?;
        found
            .iter()
            .map(|row| {
                Ok((
                    rows::id(row, "tenant_id")?,
                    WebhookId(rows::number(row, "webhook_id")?),
                    rows::text(row, "session_name")?,
                ))
            })
            .collect()
    }

    /// Marks a queue as stalled and writes the event for the tenant's other webhooks, in one transaction. Returns false
    /// if it was already marked.
    pub async fn mark_stalled(
        &self,
        tenant_id: &TenantId,
        webhook_id: WebhookId,
        session_name: &str,
        event: &EventRow,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let done = sqlx::query(
            "UPDATE webhook_lanes SET stalled = 1 WHERE webhook_id = $1 AND session_name = $2 \
             AND stalled = 0",
        )
        .bind(webhook_id.0)
        .bind(session_name)
        .execute(&mut *transaction)
        .await?;
        let is_new = done.rows_affected() == 1;
        if is_new {
            let place = EventScope {
                tenant_id,
                session_name,
                audience: Audience::AllExcept(webhook_id),
            };
            self.insert_event(&mut transaction, place, event).await?;
        }
        transaction.commit().await?;
        self.wake_outbox();
        Ok(is_new)
    }
}
