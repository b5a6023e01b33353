//! Reads the funnel of a tenant, the rows of links and the sums: groups of equal rows, and how often each step took how
//! long.

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe};

use super::sums::{COUNTED, rounded};
use crate::domain::day::Day;
use crate::domain::failure::Failure;
use crate::domain::funnel::LinkResult;
use crate::domain::id::TenantId;
use crate::domain::mode::Method;
use crate::domain::phone::Country;
use crate::domain::time::Timestamp;
use crate::domain::widget_session::Outcome;
use crate::store::{Store, StoreError, rows};

/// Which links are counted.
#[derive(Debug, Clone)]
pub struct Filter {
    pub tenant_id: TenantId,
    pub from: Day,
    pub to: Day,
    /// `Some(None)`: those without a method.
    pub method: Option<Option<Method>>,
    /// `Some(None)`: those whose country is not known.
    pub country: Option<Option<Country>>,
    pub result: Option<LinkResult>,
}

/// The links of a day that are equal in everything but their times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub day: Day,
    pub method: Option<Method>,
    pub country: Option<Country>,
    pub outcome: Outcome,
    /// Why attempts failed, each once.
    pub reasons: Vec<Failure>,
    pub links: u64,
    /// How many of them are not over yet.
    pub in_time: u64,
    pub opened: u64,
    pub chosen: u64,
    pub shown: u64,
    pub scanned: u64,
}

/// How often a step took how long: milliseconds in ascending order, each with the number of links. Times are rounded
/// down to three digits, so that there are few of them.
pub type StepTimes = Vec<(u64, u64)>;

/// The times from opening a page to each step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Times {
    pub chosen: StepTimes,
    pub shown: StepTimes,
    pub scanned: StepTimes,
    pub linked: StepTimes,
}

impl Store {
    /// The links of the filter in groups. Links and sums are read by one statement, so that a link that is added to the
    /// sums meanwhile counts once.
    pub async fn funnel(&self, filter: &Filter, now: Timestamp) -> Result<Vec<Cell>, StoreError> {
        let sql = format!(
            "{} UNION ALL {} ORDER BY day, method, country, outcome, reasons",
            cells_of_links(filter),
            cells_of_sums(filter)
        );
        let found = bind(sqlx::query(AssertSqlSafe(sql)), filter, now)
            .fetch_all(&self.readers)
            .await?;
        found.iter().map(cell).collect()
    }

    /// How long each step took.
    pub async fn funnel_times(&self, filter: &Filter, now: Timestamp) -> Result<Times, StoreError> {
        Ok(Times {
            chosen: self.step_times("chosen_ms", filter, now).await?,
            shown: self.step_times("shown_ms", filter, now).await?,
            scanned: self.step_times("scanned_ms", filter, now).await?,
            linked: self.step_times("linked_ms", filter, now).await?,
        })
    }

    async fn step_times(
        &self,
        column: &str,
        filter: &Filter,
        now: Timestamp,
    ) -> Result<StepTimes, StoreError> {
        let sql = format!(
            "SELECT took, CAST(SUM(links) AS BIGINT) AS links FROM (\
             SELECT {} AS took, 1 AS links FROM funnel WHERE {column} IS NOT NULL \
             AND $4 = $4 AND {} UNION ALL SELECT took, links FROM funnel_sums \
             WHERE step = '{column}' AND {}) AS taken GROUP BY took ORDER BY took",
            rounded(column),
            conditions(filter, OF_LINK_END),
            conditions(filter, OF_SUM_END),
        );
        let found = bind(sqlx::query(AssertSqlSafe(sql)), filter, now)
            .fetch_all(&self.readers)
            .await?;
        let times = found
            .iter()
            .map(|row| Ok((count(row, "took")?, count(row, "links")?)));
        times.collect()
    }
}

/// When a link expires. Those in the sums have expired.
const OF_LINK_END: &str = "expires_at";
const OF_SUM_END: &str = "0";

fn cells_of_links(filter: &Filter) -> String {
    let counted = COUNTED.map(|(name, reached)| format!("COUNT({reached}) AS {name}"));
    format!(
        "SELECT day, method, country, outcome, reasons, {}, \
         COUNT(CASE WHEN expires_at > $4 THEN 1 END) AS in_time FROM funnel WHERE {} \
         GROUP BY day, method, country, outcome, reasons",
        counted.join(", "),
        conditions(filter, OF_LINK_END)
    )
}

fn cells_of_sums(filter: &Filter) -> String {
    let counted = COUNTED.map(|(name, _)| {
        format!("CAST(SUM(CASE WHEN step = '{name}' THEN links ELSE 0 END) AS BIGINT) AS {name}")
    });
    format!(
        "SELECT day, NULLIF(method, '') AS method, NULLIF(country, '') AS country, outcome, \
         reasons, {}, CAST(0 AS BIGINT) AS in_time FROM funnel_sums WHERE took = -1 AND {} \
         GROUP BY day, method, country, outcome, reasons",
        counted.join(", "),
        conditions(filter, OF_SUM_END)
    )
}

/// The conditions of a filter; `$1` to `$6` are bound by [`bind`].
fn conditions(filter: &Filter, end: &str) -> String {
    let method = "AND COALESCE(method, '') = $5";
    let country = "AND COALESCE(country, '') = $6";
    let result = filter.result.map(|result| of_result(result, end));
    let conditions = [
        "tenant_id = $1 AND day BETWEEN $2 AND $3",
        filter.method.map_or("AND $5 = ''", |_| method),
        filter.country.map_or("AND $6 = ''", |_| country),
        result.as_deref().unwrap_or_default(),
    ];
    conditions.join(" ")
}

fn of_result(result: LinkResult, end: &str) -> String {
    match result {
        LinkResult::Open => format!("AND outcome = 'open' AND reasons = ',' AND {end} > $4"),
        LinkResult::Expired => format!("AND outcome = 'open' AND reasons = ',' AND {end} <= $4"),
        LinkResult::Failed => "AND outcome = 'open' AND reasons <> ','".to_owned(),
        LinkResult::Connected => "AND outcome = 'connected'".to_owned(),
        LinkResult::Cancelled => "AND outcome = 'cancelled'".to_owned(),
        LinkResult::Revoked => "AND outcome = 'revoked'".to_owned(),
    }
}

type AnyQuery<'a> = Query<'a, Any, AnyArguments>;

fn bind<'a>(query: AnyQuery<'a>, filter: &'a Filter, now: Timestamp) -> AnyQuery<'a> {
    let method = filter.method.flatten().map_or("", Method::as_str);
    let country = filter.country.as_ref().and_then(Option::as_ref);
    query
        .bind(filter.tenant_id.as_str())
        .bind(filter.from.number())
        .bind(filter.to.number())
        .bind(now.as_millis())
        .bind(method)
        .bind(country.map_or("", Country::as_str))
}

fn cell(row: &AnyRow) -> Result<Cell, StoreError> {
    let country = rows::optional_text(row, "country")?;
    Ok(Cell {
        day: Day::from_number(rows::number(row, "day")?),
        method: rows::method(row)?,
        country: country
            .map(|code| Country::parse(&code).ok_or(StoreError::Row("country")))
            .transpose()?,
        outcome: Outcome::parse(&rows::text(row, "outcome")?).ok_or(StoreError::Row("outcome"))?,
        reasons: reasons(&rows::text(row, "reasons")?)?,
        links: count(row, "links")?,
        in_time: count(row, "in_time")?,
        opened: count(row, "opened")?,
        chosen: count(row, "chosen")?,
        shown: count(row, "shown")?,
        scanned: count(row, "scanned")?,
    })
}

fn reasons(stored: &str) -> Result<Vec<Failure>, StoreError> {
    let words = stored.split(',').filter(|word| !word.is_empty());
    words
        .map(|word| Failure::parse(word).ok_or(StoreError::Row("reasons")))
        .collect()
}

/// A step cannot take less than no time, unless the clock was set back.
fn count(row: &AnyRow, column: &'static str) -> Result<u64, StoreError> {
    Ok(u64::try_from(rows::number(row, column)?).unwrap_or(0))
}
