//! Deletes what nobody can use any more: links that ended long ago, sessions that existed only for them, limits of phone
//! codes that no longer apply, and empty queues of sessions that are gone.
//!
//! Each call deletes one small batch in its own transaction, so that other writes do not wait. A row is deleted only if
//! it can be deleted at that moment: every condition on its own columns is checked again after a concurrent change.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::sessions::WANTED;
use super::{Store, StoreError, rows};
use crate::domain::code_limit::RESET_AFTER;
use crate::domain::id::SessionId;
use crate::domain::time::Timestamp;
use crate::domain::widget_session::WidgetSession;

/// Rows deleted by one statement.
const ROWS_AT_ONCE: i64 = 200;

/// Sessions deleted in one transaction. Each deletes rows of several tables.
const SESSIONS_AT_ONCE: i64 = 50;

/// True of a link that may still connect a number: its signup has not ended, or its phone is logging in.
const IS_BEING_LINKED: &str = "(EXISTS (SELECT 1 FROM signups g WHERE g.id = w.id) \
     OR (w.outcome = 'open' AND EXISTS (SELECT 1 FROM sessions s WHERE s.id = w.session_id \
     AND s.announced = 0 AND s.phone_number IS NOT NULL)))";

impl Store {
    /// Deletes a batch of links that expired before this time. Returns how many; call it until that is zero.
    pub async fn purge_links(&self, expired_before: Timestamp) -> Result<u64, StoreError> {
        let sql = format!(
            "DELETE FROM widget_sessions WHERE id IN (SELECT w.id FROM widget_sessions w \
             WHERE w.expires_at < $1 AND NOT {IS_BEING_LINKED} ORDER BY w.expires_at LIMIT $2)"
        );
        let _turn = self.bulk_turn().await;
        let done = sqlx::query(AssertSqlSafe(sql))
            .bind(expired_before.as_millis())
            .bind(ROWS_AT_ONCE)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected())
    }

    /// Deletes a batch of sessions that were created for links, never linked a number, do not run, and whose last link
    /// expired before this time. Returns them; call it until there are none. Their keys and delivered events are deleted
    /// by [`Store::purge_sessions`]; pending events stay until they are delivered.
    pub async fn purge_link_sessions(
        &self,
        expired_before: Timestamp,
    ) -> Result<Vec<SessionId>, StoreError> {
        let _turn = self.bulk_turn().await;
        let mut transaction = self.pool.begin().await?;
        let sql = purge_link_sessions_statement();
        let deleted = sqlx::query(AssertSqlSafe(sql))
            .bind(expired_before.as_millis())
            .bind(SESSIONS_AT_ONCE)
            .fetch_all(&mut *transaction)
            .await?;
        for session in &deleted {
            begin_purge(&mut transaction, session).await?;
        }
        transaction.commit().await?;
        deleted.iter().map(|row| rows::id(row, "id")).collect()
    }

    /// Deletes a batch of limits of phone codes under which the next code is the first one again. Returns how many; call
    /// it until that is zero.
    pub async fn purge_code_limits(&self, now: Timestamp) -> Result<u64, StoreError> {
        let _turn = self.bulk_turn().await;
        let done = sqlx::query(
            "DELETE FROM code_limits WHERE last_at <= $1 AND number_hash IN \
             (SELECT number_hash FROM code_limits WHERE last_at <= $1 LIMIT $2)",
        )
        .bind(now.minus(RESET_AFTER).as_millis())
        .bind(ROWS_AT_ONCE)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }

    /// Deletes a batch of empty queues whose sessions do not exist. Returns how many; call it until that is zero. A new
    /// event of such a session creates its queue again.
    pub async fn purge_queues(&self, now: Timestamp) -> Result<u64, StoreError> {
        let _turn = self.bulk_turn().await;
        let done = sqlx::query(
            "DELETE FROM webhook_lanes WHERE next_at IS NULL AND claimed_until <= $1 \
             AND (webhook_id, session_name) IN (SELECT l.webhook_id, l.session_name \
             FROM webhook_lanes l JOIN webhooks w ON w.id = l.webhook_id WHERE l.next_at IS NULL \
             AND l.claimed_until <= $1 AND l.session_name <> '' AND NOT EXISTS (SELECT 1 \
             FROM sessions s WHERE s.tenant_id = w.tenant_id AND s.name = l.session_name) LIMIT $2)",
        )
        .bind(now.as_millis())
        .bind(ROWS_AT_ONCE)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }
}

/// Keeps a session that exists only for links until the end of this one. This locks the session's row, so that it is not
/// deleted before the link is written.
pub(super) async fn keep_session_for(
    connection: &mut AnyConnection,
    widget: &WidgetSession,
    is_new: bool,
) -> Result<(), StoreError> {
    let sql = match is_new {
        true => "UPDATE sessions SET links_until = $1 WHERE id = $2",
        false => {
            "UPDATE sessions SET links_until = CASE WHEN links_until < $1 THEN $1 \
             ELSE links_until END WHERE id = $2"
        }
    };
    let done = sqlx::query(sql)
        .bind(widget.expires_at.as_millis())
        .bind(widget.session_id.as_str())
        .execute(connection)
        .await?;
    rows::require_changed(&done)
}

/// Conditions on the session's own columns are repeated outside of the subquery, because Postgres checks only these again
/// when the row was changed in the meantime. It contains only constants.
fn purge_link_sessions_statement() -> String {
    let wanted = WANTED.map(|status| format!("'{}'", status.stored()));
    let own = format!(
        "links_until < $1 AND resume_at IS NULL AND status NOT IN ({})",
        wanted.join(", ")
    );
    format!(
        "DELETE FROM sessions WHERE {own} AND id IN (SELECT id FROM sessions WHERE {own} \
         AND NOT EXISTS (SELECT 1 FROM signups g WHERE g.session_id = sessions.id) \
         AND NOT EXISTS (SELECT 1 FROM cloud_accounts c WHERE c.session_id = sessions.id) \
         AND NOT EXISTS (SELECT 1 FROM engine_keys k WHERE k.session_id = sessions.id \
         AND k.kind = 'device') ORDER BY links_until LIMIT $2) \
         RETURNING id, tenant_id, name, status"
    )
}

/// Records that the keys and events of a deleted session are to be deleted. A session that never ran has none.
async fn begin_purge(connection: &mut AnyConnection, session: &AnyRow) -> Result<(), StoreError> {
    if rows::text(session, "status")? == "created" {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO session_purges (session_id, tenant_id, session_name, last_event) \
         SELECT $1, $2, $3, COALESCE((SELECT MAX(id) FROM events WHERE tenant_id = $2 \
         AND session_name = $3), '')",
    )
    .bind(rows::text(session, "id")?)
    .bind(rows::text(session, "tenant_id")?)
    .bind(rows::text(session, "name")?)
    .execute(connection)
    .await?;
    Ok(())
}
