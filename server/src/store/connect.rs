//! The first connection to a database, made before a pool opens any.
//!
//! A pool tries again until its time is over and then reports that it has waited. A single connection reports why it
//! was refused, and within a time that a person at a terminal accepts.

use std::str::FromStr as _;

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions as _, Connection as _, Executor as _};
use tokio::time::timeout;

use super::unavailable::{TIMEOUT, Unavailable};
use crate::runtime::config::DatabaseKind;

/// Waits as long for another program's lock, and reads the file's first page.
const READ_SQLITE: &str = "PRAGMA busy_timeout = 5000; PRAGMA schema_version;";

/// Connects. An error says what is wrong, where, and what to do.
pub(super) async fn connect(url: &str) -> Result<AnyConnection, Unavailable> {
    sqlx::any::install_default_drivers();
    let explain = |error| Unavailable::of(url, &error);
    // The error is enough; the log would repeat a slow statement.
    let options = AnyConnectOptions::from_str(url).map_err(explain)?;
    let options = options.disable_statement_logging();
    match timeout(TIMEOUT, options.connect()).await {
        Ok(connected) => connected.map_err(explain),
        Err(_) => Err(Unavailable::without_answer(url)),
    }
}

/// Connects, reads, and closes the connection.
pub(super) async fn probe(url: &str) -> Result<(), Unavailable> {
    let mut connection = connect(url).await?;
    let read = match DatabaseKind::of(url) {
        Some(DatabaseKind::Sqlite) => connection.execute(READ_SQLITE).await.map(drop),
        _ => connection.ping().await,
    };
    // An error of the closing says nothing that the read has not said.
    drop(connection.close().await);
    read.map_err(|error| Unavailable::of(url, &error))
}
