//! Inspects a database without changing it, for `titan-connect doctor`.

use std::path::Path;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, Executor as _, Row as _};

use super::{POSTGRES, SQLITE, Sealer, Store, StoreError, connect};
use crate::domain::time::Timestamp;
use crate::runtime::config::DatabaseKind;

/// Short, because a person waits for the result.
const TIMEOUT: Duration = Duration::from_secs(5);

const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 5000;";

/// The migrations of the database, compared with this program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Migrations {
    /// There are no tables; the first start creates them.
    None,
    /// The next start runs the missing ones.
    Behind,
    Current,
    /// A newer program has migrated the database.
    Ahead,
    /// One did not complete.
    Broken,
}

impl Store {
    /// Opens the database without creating or migrating it. Returns `None` if there is none yet.
    pub async fn open_existing(url: &str, sealer: Sealer) -> Result<Option<Self>, StoreError> {
        sqlx::any::install_default_drivers();
        let options = AnyPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(TIMEOUT);
        let kind = DatabaseKind::of(url).ok_or(StoreError::Row("the database address"))?;
        let pool = match kind {
            DatabaseKind::Postgres => {
                connect::probe(url).await?;
                options.connect(url).await?
            }
            DatabaseKind::Sqlite => {
                let address = url.split('?').next().unwrap_or(url);
                let path = address.trim_start_matches("sqlite:");
                let path = Path::new(path.strip_prefix("//").unwrap_or(path));
                if std::fs::metadata(path).map_or(true, |file| file.len() == 0) {
                    return Ok(None);
                }
                let options = options.after_connect(|connection: &mut AnyConnection, _| {
                    Box::pin(async move { connection.execute(SQLITE_SETTINGS).await.map(|_| ()) })
                });
                let url = format!("{address}?mode=rw");
                connect::probe(&url).await?;
                options.connect(&url).await?
            }
        };
        Ok(Some(Store::over(kind, pool.clone(), pool, sealer)))
    }

    /// The problems that SQLite finds in its file; empty if there are none.
    pub async fn quick_check(&self) -> Result<Vec<String>, StoreError> {
        let found = sqlx::query("PRAGMA quick_check(3)")
            .fetch_all(&self.pool)
            .await?;
        let lines: Result<Vec<String>, _> = found.iter().map(|row| row.try_get(0)).collect();
        Ok(lines?.into_iter().filter(|line| line != "ok").collect())
    }

    /// Postgres's own version, such as `16.4`.
    pub async fn postgres_version(&self) -> Result<String, StoreError> {
        let row = sqlx::query("SELECT current_setting('server_version')")
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get(0)?)
    }

    /// The time of Postgres's clock.
    pub async fn postgres_now(&self) -> Result<Timestamp, StoreError> {
        let now = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
        let row = sqlx::query(now).fetch_one(&self.pool).await?;
        Ok(Timestamp::from_millis(row.try_get(0)?))
    }

    pub async fn migrations(&self) -> Result<Migrations, StoreError> {
        let (own, tables) = match self.kind {
            DatabaseKind::Sqlite => (
                &SQLITE,
                "SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'",
            ),
            DatabaseKind::Postgres => (&POSTGRES, "SELECT COUNT(to_regclass('_sqlx_migrations'))"),
        };
        let tables: i64 = sqlx::query(tables)
            .fetch_one(&self.pool)
            .await?
            .try_get(0)?;
        if tables == 0 {
            return Ok(Migrations::None);
        }
        let done = sqlx::query(
            "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN success THEN 0 ELSE 1 \
             END), 0) AS BIGINT), CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM _sqlx_migrations",
        )
        .fetch_one(&self.pool)
        .await?;
        let (count, broken, newest): (i64, i64, i64) =
            (done.try_get(0)?, done.try_get(1)?, done.try_get(2)?);
        let known = own.iter().map(|migration| migration.version).max();
        Ok(match newest.cmp(&known.unwrap_or(0)) {
            _ if broken > 0 => Migrations::Broken,
            _ if count == 0 => Migrations::None,
            std::cmp::Ordering::Less => Migrations::Behind,
            std::cmp::Ordering::Equal => Migrations::Current,
            std::cmp::Ordering::Greater => Migrations::Ahead,
        })
    }

    /// Checks that this user may write, with an update that is rolled back.
    pub async fn check_writable(&self) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query("UPDATE tenants SET name = name WHERE id = ''")
            .execute(&mut *transaction)
            .await?;
        transaction.rollback().await?;
        Ok(())
    }
}
