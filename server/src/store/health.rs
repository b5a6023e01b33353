//! The health of the database, and counts for metrics.

use engine::{Change, KeyStore as _};
use sqlx::{AnyPool, Row as _};

use super::{SQLITE, Store, StoreError, rows};
use crate::domain::session::Status;
use crate::runtime::config::DatabaseKind;

/// An id that no session has.
const TEST_SESSION: &str = "";

impl Store {
    /// Whether the database responds.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Whether all of this program's migrations have run. Newer ones of another process are accepted.
    pub async fn is_migrated(&self) -> Result<bool, StoreError> {
        let done: i64 = sqlx::query_scalar(
            "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM _sqlx_migrations WHERE success",
        )
        .fetch_one(&self.readers)
        .await?;
        // The two databases' migrations have the same numbers.
        let newest = SQLITE.iter().map(|migration| migration.version).max();
        Ok(newest.is_none_or(|newest| done >= newest))
    }

    /// Whether the engine can save keys. After a failed write this tries another one, so that recovery is noticed
    /// without waiting for a message.
    pub async fn can_save_keys(&self) -> bool {
        if !self.write_failed.is_set() {
            return true;
        }
        let test = Change::Put {
            kind: "trial",
            key: String::new(),
            value: Vec::new(),
        };
        self.apply(TEST_SESSION, vec![test]).await.is_ok() && self.wipe(TEST_SESSION).await.is_ok()
    }

    /// The idle connections and all connections of this process.
    pub fn connections(&self) -> (u32, u32) {
        let count = |pool: &AnyPool| {
            let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
            (idle, pool.size())
        };
        let ((idle, all), (idle_readers, readers)) = (count(&self.pool), count(&self.readers));
        match self.kind {
            DatabaseKind::Sqlite => (
                idle.saturating_add(idle_readers),
                all.saturating_add(readers),
            ),
            // Both pools are the same.
            DatabaseKind::Postgres => (idle, all),
        }
    }

    /// The number of sessions in each status.
    pub async fn session_counts(&self) -> Result<Vec<(Status, i64)>, StoreError> {
        let found = sqlx::query(
            "SELECT status, CAST(COUNT(*) AS BIGINT) AS sessions FROM sessions GROUP BY status",
        )
        .fetch_all(&self.readers)
        .await?;
        found
            .iter()
            .map(|row| {
                let status = Status::from_stored(&rows::text(row, "status")?)
                    .ok_or(StoreError::Row("status"))?;
                Ok((status, row.try_get("sessions")?))
            })
            .collect()
    }
}
