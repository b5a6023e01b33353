//! What may be forgotten: events that every webhook has got, or none wanted. What is undelivered stays.

use sqlx::AnyConnection;

use super::{Store, StoreError, rows};
use crate::domain::session::Session;
use crate::domain::time::Timestamp;

/// Events forgotten in one transaction: other work must get its turn.
const AT_ONCE: i64 = 500;

/// No webhook waits for it, or has given up on it and may want it replayed. Nobody waits for a test, nor does a
/// webhook that was deleted while the event was queued.
const TOLD: &str = "(events.only_webhook IS NOT NULL OR NOT EXISTS \
     (SELECT 1 FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id \
     WHERE d.event_id = events.id AND d.state <> 'delivered'))";

/// Deletes the events of a session that have been told.
pub(super) async fn delete_told_events(
    connection: &mut AnyConnection,
    session: &Session,
) -> Result<(), StoreError> {
    let events =
        format!("SELECT id FROM events WHERE tenant_id = $1 AND session_name = $2 AND {TOLD}");
    for sql in deletions(&events) {
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(session.tenant_id.as_str())
            .bind(session.name.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

impl Store {
    /// Forgets told events from before `old`, and those of sessions that are no more from before `orphaned`.
    /// Returns how many; to be called until that is none.
    pub async fn forget_events(
        &self,
        old: Timestamp,
        orphaned: Timestamp,
    ) -> Result<usize, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let sql = format!(
            "SELECT id FROM events WHERE (created_at < $1 OR (created_at < $2 AND session_name <> '' AND NOT EXISTS \
             (SELECT 1 FROM sessions s WHERE s.tenant_id = events.tenant_id AND s.name = events.session_name))) \
             AND {TOLD} ORDER BY created_at LIMIT $3"
        );
        let found = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(old.as_millis())
            .bind(orphaned.as_millis())
            .bind(AT_ONCE)
            .fetch_all(&mut *transaction)
            .await?;
        for row in &found {
            let id = rows::text(row, "id")?;
            // Asked for again meanwhile, by another node: then it stays.
            let sql = format!("SELECT id FROM events WHERE id = $1 AND {TOLD}");
            for sql in deletions(&sql) {
                sqlx::query(sqlx::AssertSqlSafe(sql))
                    .bind(id.as_str())
                    .execute(&mut *transaction)
                    .await?;
            }
        }
        transaction.commit().await?;
        Ok(found.len())
    }
}

/// Statements that delete the events a query finds: the event last, for the query asks for its deliveries.
fn deletions(events: &str) -> [String; 3] {
    [
        format!("DELETE FROM webhook_attempts WHERE event_id IN ({events})"),
        format!("DELETE FROM webhook_deliveries WHERE event_id IN ({events})"),
        format!("DELETE FROM events WHERE id IN ({events})"),
    ]
}
