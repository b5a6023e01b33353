//! The lock on a Postgres database, held on a separate connection by the one process that runs the sessions.
//!
//! Postgres releases it when that connection ends. The process pings the connection regularly and opens a new one if
//! it is lost; if another process has the lock by then, this one must stop.

use std::time::Duration;

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _, Row as _};
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

use super::{LockError, connect};

/// How often the connection is pinged.
const INTERVAL: Duration = Duration::from_secs(2);

/// Time limit of a ping and of a new attempt.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Postgres needs a moment to notice that a process was killed, so a start tries more than once.
const ATTEMPTS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(100);

/// Two numbers name the lock: this one ("TITN"), and one for the schema that holds the tables.
const CLASS: i32 = 0x5449_544e;

/// Lets Postgres detect within half a minute that a machine has disappeared.
const KEEPALIVE: &str =
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";

#[derive(Debug)]
pub struct AdvisoryLock {
    url: String,
    /// The connection's `application_name`, which identifies the holder.
    name: String,
    connection: Mutex<AnyConnection>,
}

/// The result of an attempt to get the lock.
enum Attempt {
    Locked(AnyConnection),
    /// The name of the connection that has the lock.
    HeldBy(Option<String>),
}

impl AdvisoryLock {
    pub async fn acquire(url: &str) -> Result<Self, LockError> {
        sqlx::any::install_default_drivers();
        let name = format!(
            "titan-connect process {} ({:08x})",
            std::process::id(),
            rand::random::<u32>()
        );
        let mut holder = None;
        for _ in 0..ATTEMPTS {
            match attempt(url, &name).await? {
                Attempt::Locked(connection) => {
                    return Ok(AdvisoryLock {
                        url: url.to_owned(),
                        name,
                        connection: Mutex::new(connection),
                    });
                }
                Attempt::HeldBy(other) => holder = other,
            }
            sleep(PAUSE).await;
        }
        Err(LockError::Held(holder))
    }

    /// Resolves when another process has the lock; gives that process's name where it is known.
    pub async fn lost(&self) -> Option<String> {
        loop {
            sleep(INTERVAL).await;
            let mut connection = self.connection.lock().await;
            if matches!(timeout(TIMEOUT, connection.ping()).await, Ok(Ok(()))) {
                continue;
            }
            tracing::warn!(
                "the connection that holds the database's lock is gone; it is made anew"
            );
            match timeout(TIMEOUT, attempt(&self.url, &self.name)).await {
                Ok(Ok(Attempt::Locked(again))) => {
                    *connection = again;
                    tracing::info!("the database's lock is held again");
                }
                // Postgres has not noticed yet that our earlier connection ended, so no other process has the lock.
                Ok(Ok(Attempt::HeldBy(Some(name)))) if name == self.name => {}
                Ok(Ok(Attempt::HeldBy(other))) => return other,
                // The database is unreachable, for every process.
                Ok(Err(_)) | Err(_) => {}
            }
        }
    }

    /// Returns when the lock is free for the next process.
    pub async fn release(self) {
        let mut connection = self.connection.into_inner();
        let released = async {
            connection
                .execute("SELECT pg_advisory_unlock_all()")
                .await?;
            connection.close().await
        };
        // On a connection that is broken there is nothing left to release.
        drop(timeout(TIMEOUT, released).await);
    }
}

async fn attempt(url: &str, name: &str) -> Result<Attempt, LockError> {
    let mut connection = connect::connect(url).await?;
    // Made of digits and fixed words only, so there is nothing to inject.
    let settings = format!("{KEEPALIVE}; SET application_name = '{name}'");
    connection.execute(AssertSqlSafe(settings)).await?;
    let locked: bool = sqlx::query_scalar(
        "SELECT pg_try_advisory_lock($1, hashtext(COALESCE(current_schema(), '')))",
    )
    .bind(CLASS)
    .fetch_one(&mut connection)
    .await?;
    if locked {
        return Ok(Attempt::Locked(connection));
    }
    let holder = holder(&mut connection).await?;
    connection.close().await?;
    Ok(Attempt::HeldBy(holder))
}

async fn holder(connection: &mut AnyConnection) -> Result<Option<String>, LockError> {
    let row = sqlx::query(
        "SELECT a.application_name AS name FROM pg_locks l \
         JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.granted \
         AND l.objsubid = 2 AND CAST(l.classid AS BIGINT) = CAST($1 AS BIGINT) \
         AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
         AND CAST(CAST(l.objid AS BIGINT) AS BIT(32)) = CAST(hashtext(COALESCE(current_schema(), \
         '')) AS BIT(32))",
    )
    .bind(CLASS)
    .fetch_optional(connection)
    .await?;
    Ok(row
        .map(|row| row.try_get::<Option<String>, _>("name"))
        .transpose()?
        .flatten()
        .filter(|name| !name.is_empty()))
}
