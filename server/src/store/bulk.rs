//! Bulk work: replays and deletions of any number of rows. It is done in batches, each a transaction of its own, and
//! one batch at a time, however many tenants or requests have bulk work: other writes wait for one batch at most.

use sqlx::AssertSqlSafe;
use tokio::sync::MutexGuard;

use super::{Store, StoreError, rows};
use crate::domain::id::SessionId;

/// Rows deleted by one statement.
pub(super) const ROWS_AT_ONCE: i64 = 500;

/// The rows of a session that may be many, and that nothing needs once the session is to be deleted.
const OF_SESSION: [&str; 3] = [
    "DELETE FROM signups WHERE id IN (SELECT id FROM signups WHERE session_id = $1 LIMIT $2)",
    "DELETE FROM widget_sessions WHERE id IN (SELECT id FROM widget_sessions \
     WHERE session_id = $1 LIMIT $2)",
    "DELETE FROM first_messages WHERE session_id = $1 AND recipient IN (SELECT recipient \
     FROM first_messages WHERE session_id = $1 LIMIT $2)",
];

impl Store {
    /// Held during the transaction of one batch.
    pub(super) async fn bulk_turn(&self) -> MutexGuard<'_, ()> {
        self.bulk.lock().await
    }

    /// Deletes one batch: rows that `sql` finds with `$1`, up to `$2` of them. Returns how many.
    pub(super) async fn delete_batch(
        &self,
        sql: &'static str,
        value: i64,
    ) -> Result<u64, StoreError> {
        let _turn = self.bulk_turn().await;
        let done = sqlx::query(sql)
            .bind(value)
            .bind(ROWS_AT_ONCE)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected())
    }

    /// Deletes what a session has many of, before the session itself. If this is interrupted, the next deletion
    /// continues.
    pub(super) async fn delete_parts(&self, session_id: &SessionId) -> Result<(), StoreError> {
        for sql in OF_SESSION {
            loop {
                let _turn = self.bulk_turn().await;
                let done = sqlx::query(sql)
                    .bind(session_id.as_str())
                    .bind(ROWS_AT_ONCE)
                    .execute(&self.pool)
                    .await?;
                if done.rows_affected() == 0 {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Deletes those of these rows for which `condition` still holds; `$1` is `value`.
    pub(super) async fn delete_found(
        &self,
        (table, key): (&str, &str),
        found: &[String],
        (condition, value): (&str, i64),
    ) -> Result<u64, StoreError> {
        let sql = format!(
            "DELETE FROM {table} WHERE {condition} AND {key} IN ({})",
            rows::placeholders(2, found.len())
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(value);
        for id in found {
            query = query.bind(id.as_str());
        }
        let _turn = self.bulk_turn().await;
        Ok(query.execute(&self.pool).await?.rows_affected())
    }
}
