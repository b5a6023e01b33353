//! The history of each session's connection, of which only the last entries are kept.

use std::collections::BTreeSet;

use sqlx::AnyConnection;

use super::{Store, StoreError, rows};
use crate::domain::id::SessionId;
use crate::domain::session_history::{Code, Entry, KEPT, StoredEntry};

impl Store {
    /// Writes entries in one transaction. Those of deleted sessions are left out.
    pub async fn save_history(&self, entries: &[Entry]) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        for entry in entries {
            insert(&mut transaction, entry).await?;
        }
        let sessions: BTreeSet<&str> = entries.iter().map(|it| it.session_id.as_str()).collect();
        for session_id in sessions {
            delete_oldest(&mut transaction, session_id).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// The kept entries, the oldest first.
    pub async fn session_history(
        &self,
        session_id: &SessionId,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let found = sqlx::query(
            "SELECT at, what, code FROM session_history WHERE session_id = $1 ORDER BY id",
        )
        .bind(session_id.as_str())
        .fetch_all(&self.readers)
        .await?;
        let entries = found.iter().map(|row| {
            Ok(StoredEntry {
                at: rows::time(row, "at")?,
                what: Code::new(&rows::text(row, "what")?),
                code: rows::optional_text(row, "code")?.map(|code| Code::new(&code)),
            })
        });
        entries.collect()
    }
}

async fn insert(connection: &mut AnyConnection, entry: &Entry) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO session_history (session_id, at, what, code) SELECT id, $2, $3, $4 \
         FROM sessions WHERE id = $1",
    )
    .bind(entry.session_id.as_str())
    .bind(entry.at.as_millis())
    .bind(entry.what)
    .bind(entry.code.as_ref().map(Code::as_str))
    .execute(connection)
    .await?;
    Ok(())
}

async fn delete_oldest(connection: &mut AnyConnection, session_id: &str) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM session_history WHERE session_id = $1 AND id <= (SELECT id FROM \
         session_history WHERE session_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
    )
    .bind(session_id)
    .bind(i64::try_from(KEPT).unwrap_or(i64::MAX))
    .execute(connection)
    .await?;
    Ok(())
}
