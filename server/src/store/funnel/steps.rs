//! The steps that links come to.

use sqlx::{AnyConnection, AssertSqlSafe};

use super::progress::{reached, shown_progress};
use crate::domain::day::Day;
use crate::domain::funnel::{Progress, Step};
use crate::domain::id::WidgetSessionId;
use crate::domain::mode::Method;
use crate::domain::phone::{Country, PhoneNumber};
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::domain::widget_session::{Outcome, WidgetSession};
use crate::store::{StoreError, rows};

/// The row of a link.
pub(super) const OF_LINK: &str = "id = (SELECT funnel_id FROM widget_sessions WHERE id = $1)";

/// The rows of the open links that may show the codes of a session.
const OF_SESSION: &str = "expires_at > $2 AND id IN \
     (SELECT funnel_id FROM widget_sessions WHERE session_id = $1 AND outcome = 'open' \
     AND opened = 1 AND COALESCE(phone_number, '') = $3";

/// Adds the row of a new link, and returns its id.
pub(in crate::store) async fn create(
    connection: &mut AnyConnection,
    widget: &WidgetSession,
) -> Result<i64, StoreError> {
    let number = widget.phone_number.as_ref();
    let country = number.and_then(|number| Country::of(number.as_str()));
    let row = sqlx::query(
        "INSERT INTO funnel (tenant_id, day, country, outcome, reasons, expires_at) \
         VALUES ($1, $2, $3, $4, ',', $5) RETURNING id",
    )
    .bind(widget.tenant_id.as_str())
    .bind(Day::of(widget.created_at).number())
    .bind(country.as_ref().map(Country::as_str))
    .bind(Outcome::Open.as_str())
    .bind(widget.expires_at.as_millis())
    .fetch_one(connection)
    .await?;
    rows::number(&row, "id")
}

/// A person's browser has opened the page.
pub(in crate::store) async fn open(
    connection: &mut AnyConnection,
    id: &WidgetSessionId,
    at: Timestamp,
) -> Result<Vec<Progress>, StoreError> {
    let sql = format!(
        "UPDATE funnel SET opened_at = $2 WHERE opened_at IS NULL AND {OF_LINK} \
         RETURNING method, opened_at - $2 AS took"
    );
    let opened = sqlx::query(AssertSqlSafe(sql))
        .bind(id.as_str())
        .bind(at.as_millis())
        .fetch_all(connection)
        .await?;
    reached(&opened, Step::Opened)
}

/// The person uses another method than before. Its steps begin again.
pub(in crate::store) async fn choose(
    connection: &mut AnyConnection,
    id: &WidgetSessionId,
    method: Method,
    at: Timestamp,
) -> Result<Vec<Progress>, StoreError> {
    let sql = format!(
        "UPDATE funnel SET method = $3, chosen_ms = $2 - opened_at, shown_ms = NULL, \
         scanned_ms = NULL WHERE outcome = 'open' AND COALESCE(method, '') <> $3 AND {OF_LINK} \
         RETURNING method, chosen_ms AS took"
    );
    let chosen = sqlx::query(AssertSqlSafe(sql))
        .bind(id.as_str())
        .bind(at.as_millis())
        .bind(method.as_str())
        .fetch_all(connection)
        .await?;
    reached(&chosen, Step::Chosen)
}

/// The person opens Meta's window.
pub(in crate::store) async fn begin_signup(
    connection: &mut AnyConnection,
    id: &WidgetSessionId,
    at: Timestamp,
) -> Result<Vec<Progress>, StoreError> {
    let method = Method::CloudApi;
    let mut progress = choose(&mut *connection, id, method, at).await?;
    let shown = sqlx::query(AssertSqlSafe(show(OF_LINK, "$2", "$3")))
        .bind(id.as_str())
        .bind(at.as_millis())
        .bind(method.as_str())
        .fetch_all(connection)
        .await?;
    progress.extend(shown_progress(&shown, method)?);
    Ok(progress)
}

/// Meta's window has ended with a code.
pub(in crate::store) async fn finish_window(
    connection: &mut AnyConnection,
    id: &WidgetSessionId,
    at: Timestamp,
) -> Result<Vec<Progress>, StoreError> {
    let sql = format!(
        "UPDATE funnel SET scanned_ms = $2 - opened_at, method = $3 WHERE scanned_ms IS NULL \
         AND opened_at IS NOT NULL AND outcome = 'open' AND {OF_LINK} \
         RETURNING method, scanned_ms AS took"
    );
    let scanned = sqlx::query(AssertSqlSafe(sql))
        .bind(id.as_str())
        .bind(at.as_millis())
        .bind(Method::CloudApi.as_str())
        .fetch_all(connection)
        .await?;
    reached(&scanned, Step::Scanned)
}

/// The session has a new QR code, which its open links show.
pub(in crate::store) async fn show_qr(
    connection: &mut AnyConnection,
    session: &Session,
    at: Timestamp,
) -> Result<Vec<Progress>, StoreError> {
    let rows = format!("{OF_SESSION} AND mode IN ('all', 'qr'))");
    let shown = sqlx::query(AssertSqlSafe(show(&rows, "$2", "$4")))
        .bind(session.id.as_str())
        .bind(at.as_millis())
        .bind(lock(session))
        .bind(Method::Qr.as_str())
        .fetch_all(connection)
        .await?;
    shown_progress(&shown, Method::Qr)
}

/// A phone has accepted the session's code.
pub(in crate::store) async fn scan(
    connection: &mut AnyConnection,
    session: &Session,
    at: Timestamp,
) -> Result<Vec<Progress>, StoreError> {
    let sql = format!(
        "UPDATE funnel SET scanned_ms = $2 - opened_at, method = $4, \
         country = COALESCE($5, country) WHERE scanned_ms IS NULL AND opened_at IS NOT NULL \
         AND {OF_SESSION}) RETURNING method, scanned_ms AS took"
    );
    let country = country_of(session);
    let scanned = sqlx::query(AssertSqlSafe(sql))
        .bind(session.id.as_str())
        .bind(at.as_millis())
        .bind(lock(session))
        .bind(session.method.map(Method::as_str))
        .bind(country.as_ref().map(Country::as_str))
        .fetch_all(connection)
        .await?;
    reached(&scanned, Step::Scanned)
}

/// The statement that marks a code of a method as shown, where the person has chosen no other.
pub(super) fn show(rows: &str, at: &str, method: &str) -> String {
    format!(
        "UPDATE funnel SET method = {method}, chosen_ms = COALESCE(chosen_ms, {at} - opened_at), \
         shown_ms = {at} - opened_at WHERE shown_ms IS NULL AND outcome = 'open' \
         AND opened_at IS NOT NULL AND COALESCE(method, {method}) = {method} AND {rows} \
         RETURNING method, shown_ms AS took"
    )
}

pub(super) async fn set_country(
    connection: &mut AnyConnection,
    id: &WidgetSessionId,
    country: Country,
) -> Result<(), StoreError> {
    let sql = format!("UPDATE funnel SET country = $2 WHERE outcome = 'open' AND {OF_LINK}");
    sqlx::query(AssertSqlSafe(sql))
        .bind(id.as_str())
        .bind(country.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) fn country_of(session: &Session) -> Option<Country> {
    Country::of(&session.account()?.phone_number)
}

fn lock(session: &Session) -> &str {
    session.code_lock.as_ref().map_or("", PhoneNumber::as_str)
}
