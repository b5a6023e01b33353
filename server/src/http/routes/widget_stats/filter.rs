//! The query of the statistics, checked.

use serde::Deserialize;

use crate::domain::day::Day;
use crate::domain::funnel::{DEFAULT_DAYS, LinkResult, MAX_DAYS};
use crate::domain::id::TenantId;
use crate::domain::mode::Method;
use crate::domain::phone::Country;
use crate::domain::time::Timestamp;
use crate::http::error::{ApiError, ErrorCode};
use crate::store::Filter;

/// The word for a method or a country that a link does not have.
const NONE: &str = "none";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct StatsFilter {
    from: Option<String>,
    to: Option<String>,
    method: Option<String>,
    outcome: Option<String>,
    country: Option<String>,
}

impl StatsFilter {
    pub(super) fn check(self, tenant_id: TenantId, now: Timestamp) -> Result<Filter, ApiError> {
        let (from, to) = range(self.from.as_deref(), self.to.as_deref(), Day::of(now))?;
        Ok(Filter {
            tenant_id,
            from,
            to,
            method: self.method.as_deref().map(method).transpose()?,
            country: self.country.as_deref().map(country).transpose()?,
            result: self.outcome.as_deref().map(outcome).transpose()?,
        })
    }
}

fn range(from: Option<&str>, to: Option<&str>, today: Day) -> Result<(Day, Day), ApiError> {
    let to = to.map_or(Ok(today), |text| day("to", text))?;
    let default = || Ok(to.minus(DEFAULT_DAYS - 1));
    let from = from.map_or_else(default, |text| day("from", text))?;
    if from > to {
        return Err(invalid(format!(
            "`from` ({from}) is after `to` ({to}). Swap them, or leave out `to` for today."
        )));
    }
    let days = to.number() - from.number() + 1;
    if days > MAX_DAYS {
        return Err(invalid(format!(
            "{from} to {to} is {days} days, and one request covers at most {MAX_DAYS}. Ask for \
             several shorter ranges."
        )));
    }
    Ok((from, to))
}

fn day(name: &str, text: &str) -> Result<Day, ApiError> {
    Day::parse(text).ok_or_else(|| {
        invalid(format!(
            "`{name}` is not a day. Write it as year, month and day, such as 2026-11-01."
        ))
    })
}

fn method(word: &str) -> Result<Option<Method>, ApiError> {
    let unknown = || invalid("`method` is qr, pairing, cloud-api or none.".to_owned());
    match word {
        NONE => Ok(None),
        word => Method::parse(word).map(Some).ok_or_else(unknown),
    }
}

fn outcome(word: &str) -> Result<LinkResult, ApiError> {
    LinkResult::parse(word).ok_or_else(|| {
        invalid("`outcome` is connected, failed, cancelled, revoked, expired or open.".to_owned())
    })
}

fn country(code: &str) -> Result<Option<Country>, ApiError> {
    let unknown = || {
        invalid(
            "`country` is not a country with phone numbers. Use the two letters of ISO 3166-1, \
             such as BR, or none."
                .to_owned(),
        )
    };
    match code {
        NONE => Ok(None),
        code => Country::parse(code).map(Some).ok_or_else(unknown),
    }
}

fn invalid(sentence: String) -> ApiError {
    ApiError::with(ErrorCode::InvalidQuery, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: Option<&str>, to: Option<&str>) -> Option<(String, String)> {
        let today = Day::parse("2026-11-21").unwrap();
        let range = range(from, to, today).ok();
        range.map(|(from, to)| (from.to_string(), to.to_string()))
    }

    #[test]
    fn a_range_ends_today_and_has_thirty_days_unless_it_names_others() {
        for (from, to, expected) in [
            (None, None, Some(("2026-10-23", "2026-11-21"))),
            (None, Some("2026-03-01"), Some(("2026-01-31", "2026-03-01"))),
            (Some("2026-11-01"), None, Some(("2026-11-01", "2026-11-21"))),
            (
                Some("2026-11-21"),
                Some("2026-11-21"),
                Some(("2026-11-21", "2026-11-21")),
            ),
            (Some("2026-08-22"), None, Some(("2026-08-22", "2026-11-21"))),
            (Some("2026-08-21"), None, None),
            (Some("2026-11-22"), None, None),
            (Some("2026-11-31"), None, None),
            (Some("yesterday"), None, None),
            (None, Some("2026-11-1"), None),
        ] {
            let expected = expected.map(|(from, to)| (from.to_owned(), to.to_owned()));
            assert_eq!(days(from, to), expected, "{from:?} {to:?}");
        }
    }
}
