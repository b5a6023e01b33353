//! The record of what happened; deliveries will be made from it.

use sqlx::AnyConnection;

use super::{Store, StoreError, rows};
use crate::domain::session::Session;
use crate::domain::time::Timestamp;

/// One event as it will be delivered: the id stays the same on every attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    pub id: String,
    /// `session.status` and so on.
    pub event: &'static str,
    /// JSON. Holds numbers and codes: never logged.
    pub payload: String,
    /// What it came from, where that may be heard twice: an event of one source is told once.
    pub source: Option<String>,
    pub at: Timestamp,
}

/// Holds a code that links a number: sealed, like the keys it is made of.
const SEALED: &str = "session.qr";

impl Store {
    /// Writes an event of `session`. False where its `source` was told before.
    pub(super) async fn insert_event(
        &self,
        connection: &mut AnyConnection,
        session: &Session,
        event: &EventRow,
    ) -> Result<bool, StoreError> {
        let payload = match event.event {
            SEALED => self.seal_text(&["event", &event.id], &event.payload),
            _ => event.payload.clone(),
        };
        let done = sqlx::query(
            "INSERT INTO events (id, tenant_id, session_name, event, payload, created_at, source) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, session_name, source) DO NOTHING",
        )
        .bind(event.id.as_str())
        .bind(session.tenant_id.as_str())
        .bind(session.name.as_str())
        .bind(event.event)
        .bind(payload)
        .bind(event.at.as_millis())
        .bind(event.source.as_deref())
        .execute(connection)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Writes an event that changes no session, such as a received message. Durable when it returns.
    pub async fn tell(&self, session: &Session, event: &EventRow) -> Result<bool, StoreError> {
        let mut connection = self.pool.acquire().await?;
        self.insert_event(&mut connection, session, event).await
    }

    /// Names and payloads of a session's events, in the order they happened.
    pub async fn events(
        &self,
        tenant_id: &str,
        session_name: &str,
    ) -> Result<Vec<(String, serde_json::Value)>, StoreError> {
        let found = sqlx::query(
            "SELECT id, event, payload FROM events WHERE tenant_id = $1 AND session_name = $2 ORDER BY id",
        )
        .bind(tenant_id)
        .bind(session_name)
        .fetch_all(&self.pool)
        .await?;
        found
            .iter()
            .map(|row| {
                let (id, event) = (rows::text(row, "id")?, rows::text(row, "event")?);
                let stored = rows::text(row, "payload")?;
                let payload = match event.as_str() {
                    SEALED => self.open_text(&["event", &id], &stored)?,
                    _ => stored,
                };
                let payload =
                    serde_json::from_str(&payload).map_err(|_| StoreError::Row("payload"))?;
                Ok((event, payload))
            })
            .collect()
    }
}
