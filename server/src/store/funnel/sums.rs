//! Adds up the rows of links that were deleted, so that the funnel grows with days and not with links, and its figures
//! stay the same.

use sqlx::AssertSqlSafe;

use crate::domain::day::Day;
use crate::domain::time::Timestamp;
use crate::store::{Store, StoreError, rows};

/// Rows added up in one transaction.
const ROWS_AT_ONCE: i64 = 200;

/// Sums deleted by one statement.
const SUMS_AT_ONCE: i64 = 1000;

/// The steps whose links are counted, each with an expression that is null for a link that did not come to it. A link
/// that came to a step has come to those before it.
pub(super) const COUNTED: [(&str, &str); 5] = [
    ("links", "outcome"),
    (
        "opened",
        "COALESCE(opened_at, linked_ms, CASE WHEN outcome = 'connected' THEN 1 END)",
    ),
    (
        "chosen",
        "COALESCE(method, CASE WHEN outcome = 'connected' THEN 'qr' END)",
    ),
    (
        "shown",
        "COALESCE(shown_ms, scanned_ms, CASE WHEN outcome = 'connected' THEN 1 END)",
    ),
    (
        "scanned",
        "COALESCE(scanned_ms, CASE WHEN outcome = 'connected' THEN 1 END)",
    ),
];

/// The columns with the times of steps.
const TIMES: [&str; 4] = ["chosen_ms", "shown_ms", "scanned_ms", "linked_ms"];

impl Store {
    /// Adds up a batch of rows whose links expired before this time and were deleted. Returns how many; call it until
    /// that is zero.
    pub async fn sum_up_funnel(&self, expired_before: Timestamp) -> Result<u64, StoreError> {
        let found = sqlx::query(
            "SELECT id FROM funnel WHERE expires_at < $1 AND NOT EXISTS (SELECT 1 \
             FROM widget_sessions w WHERE w.funnel_id = funnel.id) ORDER BY expires_at LIMIT $2",
        )
        .bind(expired_before.as_millis())
        .bind(ROWS_AT_ONCE)
        .fetch_all(&self.readers)
        .await?;
        if found.is_empty() {
            return Ok(0);
        }
        let batch = format!("id IN ({})", rows::placeholders(1, found.len()));
        let _turn = self.bulk_turn().await;
        let mut transaction = self.pool.begin().await?;
        for sql in [add(&batch), format!("DELETE FROM funnel WHERE {batch}")] {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for row in &found {
                query = query.bind(rows::number(row, "id")?);
            }
            query.execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(u64::try_from(found.len()).unwrap_or(u64::MAX))
    }

    /// Deletes a batch of sums of days before this one. Returns how many.
    pub(super) async fn delete_old_sums(&self, before: Day) -> Result<u64, StoreError> {
        let key = "(tenant_id, day, method, country, outcome, reasons, step, took)";
        let sql = format!(
            "DELETE FROM funnel_sums WHERE {key} IN (SELECT {} FROM funnel_sums WHERE day < $1 \
             LIMIT $2)",
            key.trim_matches(['(', ')'])
        );
        let _turn = self.bulk_turn().await;
        let done = sqlx::query(AssertSqlSafe(sql))
            .bind(before.number())
            .bind(SUMS_AT_ONCE)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected())
    }
}

/// Rounds a time down to three digits, so that there are few of them.
pub(super) fn rounded(column: &str) -> String {
    format!(
        "CASE WHEN {column} < 1000 THEN {column} WHEN {column} < 10000 THEN {column} / 10 * 10 \
         WHEN {column} < 100000 THEN {column} / 100 * 100 ELSE {column} / 1000 * 1000 END"
    )
}

/// The statement that adds a batch of rows to the sums.
fn add(batch: &str) -> String {
    let counted = COUNTED.map(|(step, reached)| sum_of(batch, step, reached, "-1"));
    let times = TIMES.map(|column| sum_of(batch, column, column, &rounded(column)));
    let sums = [counted.as_slice(), times.as_slice()].concat();
    format!(
        "INSERT INTO funnel_sums (tenant_id, day, method, country, outcome, reasons, step, took, \
         links) {} ON CONFLICT (tenant_id, day, method, country, outcome, reasons, step, took) \
         DO UPDATE SET links = funnel_sums.links + excluded.links",
        sums.join(" UNION ALL ")
    )
}

fn sum_of(batch: &str, step: &str, reached: &str, took: &str) -> String {
    format!(
        "SELECT tenant_id, day, COALESCE(method, ''), COALESCE(country, ''), outcome, reasons, \
         '{step}', CAST({took} AS BIGINT), COUNT(*) FROM funnel WHERE {batch} \
         AND {reached} IS NOT NULL \
         GROUP BY tenant_id, day, method, country, outcome, reasons, CAST({took} AS BIGINT)"
    )
}
