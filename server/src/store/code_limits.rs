//! How often phone codes were asked for, by a keyed hash of the number and by widget session.

use super::{Store, StoreError, rows};
use crate::domain::code_limit::History;

impl Store {
    pub async fn code_history(&self, number_hash: &str) -> Result<Option<History>, StoreError> {
        let row = sqlx::query("SELECT issued, last_at FROM code_limits WHERE number_hash = $1")
            .bind(number_hash)
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| {
            Ok(History {
                issued: u32::try_from(rows::number(&row, "issued")?).unwrap_or(u32::MAX),
                last_at: rows::time(&row, "last_at")?,
            })
        })
        .transpose()
    }

    pub async fn note_code(&self, number_hash: &str, history: History) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO code_limits (number_hash, issued, last_at) VALUES ($1, $2, $3) \
             ON CONFLICT (number_hash) DO UPDATE SET issued = excluded.issued, last_at = excluded.last_at",
        )
        .bind(number_hash)
        .bind(i64::from(history.issued))
        .bind(history.last_at.as_millis())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Counts one more code of a widget session. False where it has had `most` already.
    pub async fn count_widget_code(&self, widget_id: &str, most: u32) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE widget_sessions SET codes = codes + 1 WHERE id = $1 AND codes < $2",
        )
        .bind(widget_id)
        .bind(i64::from(most))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
