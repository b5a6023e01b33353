//! What may be forgotten: events that every webhook has got, or none wanted. What is undelivered stays.
//!
//! Events are looked for by a reader and deleted in small transactions: nobody waits for it.

use sqlx::{AnyConnection, AssertSqlSafe};

use super::{Store, StoreError, rows};
use crate::domain::time::Timestamp;

/// Events forgotten in one transaction: other work must get its turn.
pub(super) const EVENTS_AT_ONCE: i64 = 100;

/// No webhook waits for it, or has given up on it and may want it replayed. Nobody waits for a test, nor does a
/// webhook that was deleted while the event was queued.
pub(super) const TOLD: &str = "(events.only_webhook IS NOT NULL OR NOT EXISTS \
     (SELECT 1 FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id \
     WHERE d.event_id = events.id AND d.state <> 'delivered' AND w.deleted_at IS NULL))";

impl Store {
    /// Forgets told events from before `old`, and those of sessions that are no more from before `orphaned`.
    /// Returns how many; to be called until that is none.
    pub async fn forget_events(
        &self,
        old: Timestamp,
        orphaned: Timestamp,
    ) -> Result<usize, StoreError> {
        let sql = format!(
            "SELECT id FROM events WHERE (created_at < $1 OR (created_at < $2 AND session_name <> '' AND NOT EXISTS \
             (SELECT 1 FROM sessions s WHERE s.tenant_id = events.tenant_id AND s.name = events.session_name))) \
             AND {TOLD} ORDER BY created_at LIMIT $3"
        );
        let found = sqlx::query(AssertSqlSafe(sql))
            .bind(old.as_millis())
            .bind(orphaned.as_millis())
            .bind(EVENTS_AT_ONCE)
            .fetch_all(&self.readers)
            .await?;
        let events: Vec<String> = found
            .iter()
            .map(|row| rows::text(row, "id"))
            .collect::<Result<_, _>>()?;
        if !events.is_empty() {
            let mut transaction = self.pool.begin().await?;
            delete_told(&mut transaction, &events).await?;
            transaction.commit().await?;
        }
        Ok(events.len())
    }
}

/// Deletes those of these events that are told, with what is on record of them. One that was asked for again
/// meanwhile stays.
pub(super) async fn delete_told(
    connection: &mut AnyConnection,
    events: &[String],
) -> Result<(), StoreError> {
    let told = format!(
        "SELECT id FROM events WHERE id IN ({}) AND {TOLD}",
        rows::places(1, events.len())
    );
    // The event last: the query asks for its deliveries. Attempts are found by the delivery that they belong to.
    for sql in [
        format!(
            "DELETE FROM webhook_attempts WHERE (webhook_id, event_id) IN \
             (SELECT d.webhook_id, d.event_id FROM webhook_deliveries d WHERE d.event_id IN ({told}))"
        ),
        format!("DELETE FROM webhook_deliveries WHERE event_id IN ({told})"),
        format!("DELETE FROM events WHERE id IN ({told})"),
    ] {
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for event in events {
            query = query.bind(event.as_str());
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}
