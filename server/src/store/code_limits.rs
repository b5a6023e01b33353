//! How often phone codes were asked for, by a keyed hash of the number and by widget session.

use std::time::Duration;

use sqlx::{AnyConnection, AssertSqlSafe};

use super::{Store, StoreError, rows};
use crate::domain::code_limit::{COOL_DOWNS, FORGOTTEN_AFTER, Grant};
use crate::domain::time::Timestamp;

/// The widget session for which a code is asked, and how many it may have in all.
#[derive(Clone, Copy)]
pub struct CodeShare<'a> {
    pub widget_id: &'a str,
    pub most: u32,
}

impl Store {
    /// Counts one more code for a number, and for the widget session that asks, if both may have one. Whoever asks
    /// at the same time waits for this decision and gets another.
    pub async fn grant_code(
        &self,
        number_hash: &str,
        share: Option<CodeShare<'_>>,
        now: Timestamp,
    ) -> Result<Grant, StoreError> {
        let mut transaction = self.pool.begin().await?;
        // Dropped before its commit, a transaction leaves nothing: a code that is refused counts nowhere.
        if let Some(share) = share
            && !count(&mut transaction, share).await?
        {
            return Ok(Grant::UsedUp);
        }
        let row = sqlx::query(AssertSqlSafe(ask()))
            .bind(number_hash)
            .bind(now.as_millis())
            .fetch_one(&mut *transaction)
            .await?;
        let wait = u64::try_from(rows::number(&row, "wait_ms")?).unwrap_or_default();
        if wait > 0 {
            return Ok(Grant::Wait(Duration::from_millis(wait)));
        }
        transaction.commit().await?;
        Ok(Grant::Granted)
    }
}

async fn count(connection: &mut AnyConnection, share: CodeShare<'_>) -> Result<bool, StoreError> {
    let done =
        sqlx::query("UPDATE widget_sessions SET codes = codes + 1 WHERE id = $1 AND codes < $2")
            .bind(share.widget_id)
            .bind(i64::from(share.most))
            .execute(connection)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// The statement that grants a code (`wait_ms` is 0) or says how long to wait. Made of the rule's numbers only, so
/// there is nothing to inject.
fn ask() -> String {
    let due = format!("code_limits.last_at + {}", cool_down());
    let forgotten = format!("code_limits.last_at + {}", FORGOTTEN_AFTER.as_millis());
    format!(
        "INSERT INTO code_limits (number_hash, issued, last_at, wait_ms) VALUES ($1, 1, $2, 0) \
         ON CONFLICT (number_hash) DO UPDATE SET \
         issued = CASE WHEN {forgotten} <= $2 THEN 1 WHEN {due} <= $2 THEN code_limits.issued + 1 ELSE code_limits.issued END, \
         last_at = CASE WHEN {due} <= $2 THEN $2 ELSE code_limits.last_at END, \
         wait_ms = CASE WHEN {due} <= $2 THEN 0 ELSE {due} - $2 END RETURNING wait_ms"
    )
}

/// Milliseconds from the last code to the next, by how many there were.
fn cool_down() -> String {
    let [rising @ .., last] = COOL_DOWNS.map(|wait| wait.as_millis());
    let cases: String = (1..)
        .zip(rising)
        .map(|(issued, wait)| format!("WHEN {issued} THEN {wait} "))
        .collect();
    format!("CASE code_limits.issued {cases}ELSE {last} END")
}
