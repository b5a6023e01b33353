//! How links end.

use std::time::Duration;

use sqlx::{AnyConnection, AssertSqlSafe};

use super::progress::{ended, reached};
use super::steps::{OF_LINK, country_of};
use crate::domain::failure::Failure;
use crate::domain::funnel::{LinkResult, Progress, Step};
use crate::domain::id::WidgetSessionId;
use crate::domain::mode::Method;
use crate::domain::phone::Country;
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::domain::widget_session::Outcome;
use crate::store::{StoreError, rows};

/// True while an attempt that was begun in time may still end. A link that expired without one has no part in what
/// its session does later.
const IN_TIME: &str = "(expires_at > $2 OR (scanned_ms IS NOT NULL AND expires_at > $3))";

/// How long after its link's end an attempt may still end.
const LATEST: Duration = Duration::from_hours(24);

/// The link has connected the session's number.
pub(in crate::store) async fn complete(
    connection: &mut AnyConnection,
    id: &WidgetSessionId,
    session: &Session,
    at: Timestamp,
) -> Result<Vec<Progress>, StoreError> {
    let sql = format!(
        "UPDATE funnel SET outcome = 'connected', linked_ms = $2 - opened_at, method = $4, \
         country = COALESCE($5, country) WHERE outcome = 'open' AND {IN_TIME} AND {OF_LINK} \
         RETURNING method, linked_ms AS took"
    );
    let country = country_of(session);
    let linked = sqlx::query(AssertSqlSafe(sql))
        .bind(id.as_str())
        .bind(at.as_millis())
        .bind(at.minus(LATEST).as_millis())
        .bind(session.method.map(Method::as_str))
        .bind(country.as_ref().map(Country::as_str))
        .fetch_all(connection)
        .await?;
    let mut progress = reached(&linked, Step::Linked)?;
    progress.extend(ended(&linked, LinkResult::Connected)?);
    Ok(progress)
}

/// The link was cancelled or revoked.
pub(in crate::store) async fn end(
    connection: &mut AnyConnection,
    id: &WidgetSessionId,
    outcome: Outcome,
) -> Result<Vec<Progress>, StoreError> {
    let sql = format!(
        "UPDATE funnel SET outcome = $2 WHERE outcome = 'open' AND {OF_LINK} RETURNING method"
    );
    let changed = sqlx::query(AssertSqlSafe(sql))
        .bind(id.as_str())
        .bind(outcome.as_str())
        .fetch_all(connection)
        .await?;
    match outcome {
        Outcome::Cancelled => ended(&changed, LinkResult::Cancelled),
        Outcome::Revoked => ended(&changed, LinkResult::Revoked),
        Outcome::Open | Outcome::Connected => Ok(Vec::new()),
    }
}

/// An attempt on the link has failed. A reason counts once for a link.
pub(in crate::store) async fn fail(
    connection: &mut AnyConnection,
    id: &WidgetSessionId,
    failure: Failure,
    at: Timestamp,
) -> Result<Vec<Progress>, StoreError> {
    let sql = format!(
        "UPDATE funnel SET reasons = reasons || $5 WHERE outcome = 'open' \
         AND REPLACE(reasons, $4, '') = reasons AND {IN_TIME} AND {OF_LINK} \
         RETURNING method, reasons"
    );
    let word = failure.as_str();
    let failed = sqlx::query(AssertSqlSafe(sql))
        .bind(id.as_str())
        .bind(at.as_millis())
        .bind(at.minus(LATEST).as_millis())
        .bind(format!(",{word},"))
        .bind(format!("{word},"))
        .fetch_all(connection)
        .await?;
    let mut progress = Vec::new();
    for row in &failed {
        if rows::text(row, "reasons")? == format!(",{word},") {
            progress.extend(ended(std::slice::from_ref(row), LinkResult::Failed)?);
        }
    }
    Ok(progress)
}
