//! The size of each table in a service's SQLite database, read while the service is running.

use std::collections::BTreeMap;

use anyhow::Result;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

/// What the engine keeps, of many kinds. Each is counted for itself, because some grow by design.
const KEYS: &str = "engine_keys";

pub(crate) async fn of(database: &str) -> Result<BTreeMap<String, u64>> {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(database).await?;
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let tables: Vec<String> = sqlx::query_scalar(tables)
        .fetch_all(&mut connection)
        .await?;
    let mut sizes = BTreeMap::new();
    let kinds = "SELECT kind, COUNT(*) FROM engine_keys GROUP BY kind";
    let kinds: Vec<(String, i64)> = sqlx::query_as(kinds).fetch_all(&mut connection).await?;
    for (kind, count) in kinds {
        sizes.insert(format!("{KEYS}, {kind}"), u64::try_from(count)?);
    }
    for table in tables.iter().filter(|table| *table != KEYS) {
        let count = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        let count: i64 = sqlx::query_scalar(count).fetch_one(&mut connection).await?;
        sizes.insert(table.clone(), u64::try_from(count)?);
    }
    connection.close().await?;
    Ok(sizes)
}
