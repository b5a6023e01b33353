//! Counts the requested phone codes, by a keyed hash of the number and by widget session.

use std::time::Duration;

use sqlx::{AnyConnection, AssertSqlSafe};

use super::{Store, StoreError, rows};
use crate::domain::code_limit::{COOL_DOWNS, Grant, RESET_AFTER};
use crate::domain::id::WidgetSessionId;
use crate::domain::time::Timestamp;

/// The widget session that requests a code, and how many codes it may have in total.
#[derive(Clone, Copy)]
pub struct CodeQuota<'a> {
    pub widget_id: &'a WidgetSessionId,
    pub most: u32,
}

impl Store {
    /// Counts one more code for a number and for the widget session that requests it, if both limits allow it.
    /// Concurrent requests are decided one after another.
    pub async fn grant_code(
        &self,
        number_hash: &str,
        share: Option<CodeQuota<'_>>,
        now: Timestamp,
    ) -> Result<Grant, StoreError> {
        let mut transaction = self.pool.begin().await?;
        // An early return rolls the transaction back, so a refused code is not counted.
        if let Some(share) = share
            && !count(&mut transaction, share).await?
        {
            return Ok(Grant::UsedUp);
        }
        let row = sqlx::query(AssertSqlSafe(grant_statement()))
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

async fn count(connection: &mut AnyConnection, share: CodeQuota<'_>) -> Result<bool, StoreError> {
    let done =
        sqlx::query("UPDATE widget_sessions SET codes = codes + 1 WHERE id = $1 AND codes < $2")
            .bind(share.widget_id.as_str())
            .bind(i64::from(share.most))
            .execute(connection)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// The statement that grants a code (`wait_ms` is 0) or returns how long to wait. It contains only constants, so
/// nothing can be injected.
fn grant_statement() -> String {
    let due = format!("code_limits.last_at + {}", cool_down());
    let forgotten = format!("code_limits.last_at + {}", RESET_AFTER.as_millis());
    format!(
        "INSERT INTO code_limits (number_hash, issued, last_at, wait_ms) \
         VALUES ($1, 1, $2, 0) ON CONFLICT (number_hash) DO UPDATE \
         SET issued = CASE WHEN {forgotten} <= $2 THEN 1 WHEN {due} <= $2 THEN code_limits.issued \
         + 1 ELSE code_limits.issued END, last_at = CASE WHEN {due} <= $2 THEN $2 ELSE \
         code_limits.last_at END, wait_ms = CASE WHEN {due} <= $2 THEN 0 ELSE {due} - $2 END \
         RETURNING wait_ms"
    )
}

/// Milliseconds from the last code to the next, by the number of codes issued.
fn cool_down() -> String {
    let [rising @ .., last] = COOL_DOWNS.map(|wait| wait.as_millis());
    let cases: String = (1..)
        .zip(rising)
        .map(|(issued, wait)| format!("WHEN {issued} THEN {wait} "))
        .collect();
    format!("CASE code_limits.issued {cases}ELSE {last} END")
}
