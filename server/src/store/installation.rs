//! The network that the database belongs to.

use super::{Store, StoreError, rows};
use crate::domain::id::SessionId;
use crate::domain::network::NetworkId;
use crate::domain::session::{Reason, Status};
use crate::domain::time::Timestamp;
use crate::runtime::config::DatabaseKind;

impl Store {
    /// The recorded network; `None` if there is no record, or not yet a table for it.
    pub async fn recorded_network(&self) -> Result<Option<NetworkId>, StoreError> {
        let table: i64 = sqlx::query_scalar(match self.kind {
            DatabaseKind::Sqlite => {
                "SELECT COUNT(*) FROM sqlite_master WHERE name = 'installation'"
            }
            DatabaseKind::Postgres => "SELECT COUNT(to_regclass('installation'))",
        })
        .fetch_one(&self.pool)
        .await?;
        if table == 0 {
            return Ok(None);
        }
        let row = sqlx::query("SELECT network FROM installation WHERE id = 1")
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| {
            NetworkId::from_stored(&rows::text(&row, "network")?)
                .ok_or(StoreError::Row("the network in the table installation"))
        })
        .transpose()
    }

    /// Records the network, unless one is recorded.
    pub async fn record_network(
        &self,
        network: NetworkId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO installation (id, network, recorded_at) \
                     VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING",
        )
        .bind(network.stored())
        .bind(at.as_millis())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Deletes a session's keys and marks it as logged out. Only while no service runs.
    pub async fn delete_link(
        &self,
        session_id: &SessionId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query("DELETE FROM engine_keys WHERE session_id = $1")
            .bind(session_id.as_str())
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "UPDATE sessions SET status = $1, phone_number = NULL, lid = NULL, push_name = NULL, \
             business_name = NULL, platform = NULL, announced = 0, resume_at = NULL, updated_at = \
             $2 WHERE id = $3",
        )
        .bind(Status::Disconnected(Reason::LoggedOut).stored())
        .bind(at.as_millis())
        .bind(session_id.as_str())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Id and name of each session with engine keys, linked or not.
    pub async fn sessions_with_keys(&self) -> Result<Vec<(SessionId, String)>, StoreError> {
        let found = sqlx::query(
            "SELECT s.id, s.name FROM sessions s WHERE EXISTS (SELECT 1 FROM engine_keys k \
             WHERE k.session_id = s.id) ORDER BY s.name, s.id",
        )
        .fetch_all(&self.pool)
        .await?;
        found
            .iter()
            .map(|row| Ok((rows::id(row, "id")?, rows::text(row, "name")?)))
            .collect()
    }
}
