//! The engine's key store, kept in this database so that keys are backed up and deleted with the sessions.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use engine::{Change, KeyStore, KeyStoreError};
use sqlx::AnyConnection;
use sqlx::{AssertSqlSafe, Row as _};

use super::{Store, rows};

/// Rows written by one statement, with four parameters each: well below the parameter limits of both databases.
const ROWS_AT_ONCE: usize = 64;

/// One value to write, sealed.
struct Put<'a> {
    kind: &'a str,
    key: &'a str,
    value: Vec<u8>,
}

#[async_trait::async_trait]
impl KeyStore for Store {
    async fn get(
        &self,
        session: &str,
        kind: &str,
        key: &str,
    ) -> Result<Option<Vec<u8>>, KeyStoreError> {
        let row = sqlx::query(
            "SELECT value FROM engine_keys WHERE session_id = $1 AND kind = $2 AND key = $3",
        )
        .bind(session)
        .bind(kind)
        .bind(key)
        .fetch_optional(&self.readers)
        .await
        .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let sealed: Vec<u8> = row.try_get("value").map_err(failed)?;
        self.sealer
            .open(&[session, kind, key], &sealed)
            .map(Some)
            .map_err(failed)
    }

    async fn list(
        &self,
        session: &str,
        kind: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, KeyStoreError> {
        let found = sqlx::query(
            "SELECT key, value FROM engine_keys WHERE session_id = $1 AND kind = $2 ORDER BY key",
        )
        .bind(session)
        .bind(kind)
        .fetch_all(&self.readers)
        .await
        .map_err(failed)?;
        found
            .iter()
            .map(|row| {
                let key = rows::text(row, "key").map_err(failed)?;
                let sealed: Vec<u8> = row.try_get("value").map_err(failed)?;
                let value = self
                    .sealer
                    .open(&[session, kind, &key], &sealed)
                    .map_err(failed)?;
                Ok((key, value))
            })
            .collect()
    }

    async fn apply(&self, session: &str, changes: Vec<Change>) -> Result<(), KeyStoreError> {
        let applied = self.apply_all(session, &changes).await;
        self.write_failed.set(&applied);
        applied.map_err(failed)
    }

    async fn wipe(&self, session: &str) -> Result<(), KeyStoreError> {
        self.delete_engine_keys(&session.into())
            .await
            .map_err(failed)
    }
}

pub(super) async fn delete_all(
    connection: &mut AnyConnection,
    session: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM engine_keys WHERE session_id = $1")
        .bind(session)
        .execute(connection)
        .await?;
    Ok(())
}

impl Store {
    async fn apply_all(&self, session: &str, changes: &[Change]) -> Result<(), sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let mut puts: Vec<Put<'_>> = Vec::new();
        for change in changes {
            match change {
                Change::Put { kind, key, value } => puts.push(Put {
                    kind,
                    key,
                    value: self.sealer.seal(&[session, kind, key], value),
                }),
                Change::Delete { kind, key } => {
                    put_all(&mut transaction, session, std::mem::take(&mut puts)).await?;
                    delete(&mut transaction, session, kind, key).await?;
                }
            }
        }
        put_all(&mut transaction, session, puts).await?;
        transaction.commit().await
    }
}

/// Whether the last write failed. A failed write stops the engine, so the health check reports it.
#[derive(Clone, Default)]
pub(super) struct WriteFailed(Arc<AtomicBool>);

impl WriteFailed {
    fn set<T, E>(&self, written: &Result<T, E>) {
        self.0.store(written.is_err(), Ordering::Release);
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> KeyStoreError {
    KeyStoreError(Box::new(error))
}

async fn put_all(
    connection: &mut AnyConnection,
    session: &str,
    puts: Vec<Put<'_>>,
) -> Result<(), sqlx::Error> {
    // One statement may write a row only once, so only the last value of each key is kept.
    let last: HashMap<(&str, &str), Vec<u8>> = puts
        .into_iter()
        .map(|put| ((put.kind, put.key), put.value))
        .collect();
    let rows: Vec<_> = last.into_iter().collect();
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let sql = upsert(rows.len());
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for ((kind, key), value) in rows {
            query = query
                .bind(session)
                .bind(*kind)
                .bind(*key)
                .bind(value.as_slice());
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// The statement for `rows` rows. It contains only generated numbers, so nothing can be injected.
fn upsert(rows: usize) -> String {
    let places: Vec<String> = (0..rows)
        .map(|row| row * 4)
        .map(|at| format!("(${}, ${}, ${}, ${})", at + 1, at + 2, at + 3, at + 4))
        .collect();
    format!(
        "INSERT INTO engine_keys (session_id, kind, key, value) VALUES {} \
         ON CONFLICT (session_id, kind, key) DO UPDATE SET value = excluded.value",
        places.join(", ")
    )
}

async fn delete(
    connection: &mut AnyConnection,
    session: &str,
    kind: &str,
    key: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM engine_keys WHERE session_id = $1 AND kind = $2 AND key = $3")
        .bind(session)
        .bind(kind)
        .bind(key)
        .execute(connection)
        .await?;
    Ok(())
}
