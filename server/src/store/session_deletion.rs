//! Deletes a session: its name is free at once, its keys and events are deleted afterwards in batches. A row in
//! `session_purges` stays until the last batch, so an interrupted deletion is resumed.

use sqlx::AssertSqlSafe;

use super::retention::{EVENTS_AT_ONCE, NOT_PENDING, delete_delivered};
use super::{Store, StoreError, cloud_accounts, rows};
use crate::domain::id::{EventId, SessionId, TenantId};
use crate::domain::session::Session;

/// Keys deleted by one statement, so that other writes do not wait.
const KEYS_AT_ONCE: i64 = 500;

/// A session whose keys and events are being deleted.
struct Purge {
    session_id: SessionId,
    tenant_id: TenantId,
    session_name: String,
    last_event: String,
}

impl Store {
    /// Deletes a session's row, links, keys and events. Undelivered events stay until they are delivered. A delivered
    /// `session.logged_out` event can be replayed until retention deletes it a day later.
    pub async fn delete_session(&self, session: &Session) -> Result<(), StoreError> {
        self.delete_parts(&session.id).await?;
        let mut transaction = self.pool.begin().await?;
        sqlx::query("DELETE FROM signups WHERE session_id = $1")
            .bind(session.id.as_str())
            .execute(&mut *transaction)
            .await?;
        cloud_accounts::delete(&mut transaction, &session.id).await?;
        sqlx::query("DELETE FROM widget_sessions WHERE session_id = $1")
            .bind(session.id.as_str())
            .execute(&mut *transaction)
            .await?;
        let done = sqlx::query("DELETE FROM sessions WHERE id = $1")
            .bind(session.id.as_str())
            .execute(&mut *transaction)
            .await?;
        rows::require_changed(&done)?;
        // Later events belong to another session of this name.
        let row = sqlx::query(
            "INSERT INTO session_purges (session_id, tenant_id, session_name, last_event) \
             SELECT $1, $2, $3, COALESCE((SELECT MAX(id) FROM events WHERE tenant_id = $2 \
             AND session_name = $3), '') RETURNING last_event",
        )
        .bind(session.id.as_str())
        .bind(session.tenant_id.as_str())
        .bind(session.name.as_str())
        .fetch_one(&mut *transaction)
        .await?;
        transaction.commit().await?;
        let purge = Purge {
            session_id: session.id.clone(),
            tenant_id: session.tenant_id.clone(),
            session_name: session.name.to_string(),
            last_event: rows::text(&row, "last_event")?,
        };
        self.purge(&purge, &|| true).await
    }

    /// Resumes incomplete deletions, as long as `may_continue` returns true.
    pub async fn purge_sessions(
        &self,
        may_continue: &(dyn Fn() -> bool + Sync),
    ) -> Result<(), StoreError> {
        let found = sqlx::query("SELECT * FROM session_purges ORDER BY session_id")
            .fetch_all(&self.readers)
            .await?;
        for row in &found {
            let purge = Purge {
                session_id: rows::id(row, "session_id")?,
                tenant_id: rows::id(row, "tenant_id")?,
                session_name: rows::text(row, "session_name")?,
                last_event: rows::text(row, "last_event")?,
            };
            self.purge(&purge, may_continue).await?;
        }
        Ok(())
    }

    async fn purge(
        &self,
        purge: &Purge,
        may_continue: &(dyn Fn() -> bool + Sync),
    ) -> Result<(), StoreError> {
        self.delete_engine_keys(&purge.session_id).await?;
        self.delete_sent_messages(&purge.session_id).await?;
        let mut from = EventId::from("");
        while let Some(last) = self.delete_events_after(purge, &from).await? {
            if !may_continue() {
                return Ok(());
            }
            from = last;
        }
        sqlx::query("DELETE FROM session_purges WHERE session_id = $1")
            .bind(purge.session_id.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Deletes all keys that the engine stored for a session.
    pub(super) async fn delete_engine_keys(
        &self,
        session_id: &SessionId,
    ) -> Result<(), StoreError> {
        loop {
            let _turn = self.bulk_turn().await;
            let done = sqlx::query(
                "DELETE FROM engine_keys WHERE session_id = $1 AND (kind, key) IN \
                 (SELECT kind, key FROM engine_keys WHERE session_id = $1 LIMIT $2)",
            )
            .bind(session_id.as_str())
            .bind(KEYS_AT_ONCE)
            .execute(&self.pool)
            .await?;
            if done.rows_affected() == 0 {
                return Ok(());
            }
        }
    }

    /// Deletes a batch of delivered events. Returns the last one, after which the next batch starts.
    async fn delete_events_after(
        &self,
        purge: &Purge,
        from: &EventId,
    ) -> Result<Option<EventId>, StoreError> {
        let sql = format!(
            "SELECT id FROM events WHERE tenant_id = $1 AND session_name = $2 AND id > $3 \
             AND id <= $4 AND (event <> 'session.logged_out' OR NOT EXISTS (SELECT 1 \
             FROM webhook_deliveries e WHERE e.event_id = events.id)) \
             AND {NOT_PENDING} ORDER BY id LIMIT $5"
        );
        let found = sqlx::query(AssertSqlSafe(sql))
            .bind(purge.tenant_id.as_str())
            .bind(purge.session_name.as_str())
            .bind(from.as_str())
            .bind(purge.last_event.as_str())
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
        Ok(events.into_iter().next_back())
    }
}
