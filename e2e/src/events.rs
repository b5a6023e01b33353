//! The events that the service has recorded for its tenant, read from its database.

use anyhow::{Context, Result};
use serde_json::Value;
use sqlx::{AnyConnection, Connection as _, Row as _};

/// One `message.received` event.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReceivedMessage {
    pub session: String,
    /// The message's id, from its sender's phone.
    pub message: String,
}

async fn connect(database: &str) -> Result<AnyConnection> {
    sqlx::any::install_default_drivers();
    Ok(AnyConnection::connect(database).await?)
}

/// Every `message.received` event in a service's database, while the service is running.
pub(crate) async fn received_messages(database: &str) -> Result<Vec<ReceivedMessage>> {
    let mut connection = connect(database).await?;
    let rows =
        sqlx::query("SELECT session_name, payload FROM events WHERE event = 'message.received'")
            .fetch_all(&mut connection)
            .await?;
    let read = rows.iter().map(|row| {
        let payload: Value = serde_json::from_str(&row.try_get::<String, _>("payload")?)?;
        let message = payload["id"].as_str().context("a message has an id")?;
        Ok(ReceivedMessage {
            session: row.try_get("session_name")?,
            message: message.to_owned(),
        })
    });
    read.collect()
}

/// One event of any kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    pub id: String,
    pub session: String,
    pub event: String,
}

/// Every event in a service's database, in the order they happened.
pub(crate) async fn all(database: &str) -> Result<Vec<Event>> {
    let mut connection = connect(database).await?;
    let rows = sqlx::query("SELECT id, session_name, event FROM events ORDER BY id")
        .fetch_all(&mut connection)
        .await?;
    let read = rows.iter().map(|row| {
        Ok(Event {
            id: row.try_get("id")?,
            session: row.try_get("session_name")?,
            event: row.try_get("event")?,
        })
    });
    read.collect()
}
