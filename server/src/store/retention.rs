//! Deletes old events that no webhook is waiting for. Undelivered events stay.
//!
//! Events are found by a reader and deleted in small transactions, so that other writes do not wait.

use sqlx::{AnyConnection, AssertSqlSafe};

use super::{Store, StoreError, rows};
use crate::domain::id::EventId;
use crate::domain::time::Timestamp;

/// Events deleted in one transaction, so that other writes do not wait.
pub(super) const EVENTS_AT_ONCE: i64 = 100;

/// True of an event without pending or failed deliveries. Test events and deleted webhooks do not count; a failed
/// delivery does, because it may be replayed.
pub(super) const NOT_PENDING: &str = "(events.only_webhook IS NOT NULL OR NOT EXISTS \
     (SELECT 1 FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id \
     WHERE d.event_id = events.id AND d.state <> 'delivered' AND w.deleted_at IS NULL))";

impl Store {
    /// Deletes delivered events from before `old`, and those of deleted sessions from before `orphaned`. Returns how
    /// many; call it until that is zero.
    pub async fn delete_old_events(
        &self,
        old: Timestamp,
        orphaned: Timestamp,
    ) -> Result<usize, StoreError> {
        let sql = format!(
            "SELECT id FROM events WHERE (created_at < $1 OR (created_at < $2 \
             AND session_name <> '' AND NOT EXISTS (SELECT 1 FROM sessions s \
             WHERE s.tenant_id = events.tenant_id AND s.name = events.session_name))) \
             AND {NOT_PENDING} ORDER BY created_at LIMIT $3"
        );
        let found = sqlx::query(AssertSqlSafe(sql))
            .bind(old.as_millis())
            .bind(orphaned.as_millis())
            .bind(EVENTS_AT_ONCE)
            .fetch_all(&self.readers)
            .await?;
        let events: Vec<EventId> = found
            .iter()
            .map(|row| rows::id(row, "id"))
            .collect::<Result<_, _>>()?;
        if !events.is_empty() {
            let _turn = self.bulk_turn().await;
            let mut transaction = self.pool.begin().await?;
            delete_delivered(&mut transaction, &events).await?;
            transaction.commit().await?;
        }
        Ok(events.len())
    }
}

/// Deletes those of these events that are not pending, with their deliveries and attempts. An event that was queued
/// again in the meantime stays.
pub(super) async fn delete_delivered(
    connection: &mut AnyConnection,
    events: &[EventId],
) -> Result<(), StoreError> {
    let deletable = format!(
        "SELECT id FROM events WHERE id IN ({}) AND {NOT_PENDING}",
        rows::placeholders(1, events.len())
    );
    // The event last, because the query reads its deliveries, and attempts are found through theirs.
    for sql in [
        format!(
            "DELETE FROM webhook_attempts \
             WHERE (webhook_id, event_id) IN (SELECT d.webhook_id, d.event_id \
             FROM webhook_deliveries d WHERE d.event_id IN ({deletable}))"
        ),
        format!("DELETE FROM webhook_deliveries WHERE event_id IN ({deletable})"),
        format!("DELETE FROM events WHERE id IN ({deletable})"),
    ] {
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for event in events {
            query = query.bind(event.as_str());
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}
