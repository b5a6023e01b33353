//! What the service has on record for its tenant, as a look into its database shows it.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Row as _};

/// One `message.received` event.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Received {
    pub session: String,
    /// The message's id, as its sender's phone gave it out.
    pub message: String,
}

/// Every `message.received` event in a service's database, while the service is running.
pub(crate) async fn received(database: &Path) -> Result<Vec<Received>> {
    let mut connection = SqliteConnectOptions::new()
        .filename(database)
        .read_only(true)
        .connect()
        .await?;
    let rows =
        sqlx::query("SELECT session_name, payload FROM events WHERE event = 'message.received'")
            .fetch_all(&mut connection)
            .await?;
    let read = rows.iter().map(|row| {
        let payload: Value = serde_json::from_str(row.try_get("payload")?)?;
        let message = payload["id"].as_str().context("a message has an id")?;
        Ok(Received {
            session: row.try_get("session_name")?,
            message: message.to_owned(),
        })
    });
    read.collect()
}
