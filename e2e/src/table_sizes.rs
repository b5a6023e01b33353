//! The size of each table in a service's SQLite database, read while the service is running.

use std::collections::BTreeMap;

use anyhow::Result;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

pub(crate) async fn of(database: &str) -> Result<BTreeMap<String, u64>> {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(database).await?;
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let tables: Vec<String> = sqlx::query_scalar(tables)
        .fetch_all(&mut connection)
        .await?;
    let mut sizes = BTreeMap::new();
    for table in tables {
        let count = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        let count: i64 = sqlx::query_scalar(count).fetch_one(&mut connection).await?;
        sizes.insert(table, u64::try_from(count)?);
    }
    connection.close().await?;
    Ok(sizes)
}
