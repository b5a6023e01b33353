//! The connection pools: their sizes and settings.
//!
//! SQLite has one writer at a time. It gets one connection for writes, because the pool's queue is fair and
//! SQLite's busy handler is not, and several for reads, which in WAL mode never wait for a write.

use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, Executor as _, Row as _};

use crate::runtime::config::DatabaseKind;

/// How long a request may wait for a connection before it fails.
const TIMEOUT: Duration = Duration::from_secs(10);

const POSTGRES_CONNECTIONS: u32 = 10;
const SQLITE_READERS: u32 = 4;

/// With WAL, reads do not wait for a write. With FULL, commits survive a power failure.
const WRITER: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = \
                      ON; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -4096;";

/// Makes a write on a reader connection fail at once.
const READER: &str =
    "PRAGMA query_only = ON; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -2048;";

pub(super) fn writers(kind: DatabaseKind) -> AnyPoolOptions {
    match kind {
        DatabaseKind::Sqlite => sqlite(1, WRITER),
        DatabaseKind::Postgres => AnyPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(TIMEOUT)
            // The query below tests the connection as well.
            .test_before_acquire(false)
            .before_acquire(|connection, _| Box::pin(is_outside_transaction(connection))),
    }
}

/// Whether the connection may be used again; the pool closes it otherwise. When the future of `begin` is dropped after
/// `BEGIN` was sent, sqlx returns the connection to the pool without a rollback, and writes on it would be lost.
/// Outside a transaction, Postgres starts one for each statement, so both times are the same. That holds for a query in
/// one message only: of a prepared statement, the times are those of two messages.
async fn is_outside_transaction(connection: &mut AnyConnection) -> sqlx::Result<bool> {
    let query = sqlx::raw_sql("SELECT transaction_timestamp() = statement_timestamp()");
    query.fetch_one(connection).await?.try_get(0)
}

pub(super) fn sqlite_readers() -> AnyPoolOptions {
    sqlite(SQLITE_READERS, READER)
}

fn sqlite(connections: u32, settings: &'static str) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .after_connect(move |connection: &mut AnyConnection, _| {
            Box::pin(async move { connection.execute(settings).await.map(|_| ()) })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_write_on_a_reader_fails() {
        sqlx::any::install_default_drivers();
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("t.db").display());
        let writer = writers(DatabaseKind::Sqlite).connect(&url).await.unwrap();
        writer.execute("CREATE TABLE t (a INTEGER)").await.unwrap();
        let readers = sqlite_readers().connect(&url).await.unwrap();
        let refused = readers.execute("INSERT INTO t VALUES (1)").await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("readonly"), "{refused}");
        writer.execute("INSERT INTO t VALUES (1)").await.unwrap();
        let rows = readers.fetch_all("SELECT a FROM t").await.unwrap();
        assert_eq!(rows.len(), 1);
    }
}
