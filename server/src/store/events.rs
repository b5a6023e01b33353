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
    pub at: Timestamp,
}

impl EventRow {
    pub(super) async fn insert(
        &self,
        connection: &mut AnyConnection,
        session: &Session,
    ) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO events (id, tenant_id, session_name, event, payload, created_at) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(self.id.as_str())
            .bind(session.tenant_id.as_str())
            .bind(session.name.as_str())
            .bind(self.event)
            .bind(self.payload.as_str())
            .bind(self.at.as_millis())
            .execute(connection)
            .await?;
        Ok(())
    }
}

impl Store {
    /// Names and payloads of a session's events, in the order they happened.
    pub async fn events(
        &self,
        tenant_id: &str,
        session_name: &str,
    ) -> Result<Vec<(String, serde_json::Value)>, StoreError> {
        let found = sqlx::query("SELECT event, payload FROM events WHERE tenant_id = $1 AND session_name = $2 ORDER BY id")
            .bind(tenant_id)
            .bind(session_name)
            .fetch_all(&self.pool)
            .await?;
        found
            .iter()
            .map(|row| {
                let payload = serde_json::from_str(&rows::text(row, "payload")?)
                    .map_err(|_| StoreError::Row("payload"))?;
                Ok((rows::text(row, "event")?, payload))
            })
            .collect()
    }
}
