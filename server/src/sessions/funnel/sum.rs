//! Adds up groups of links: in total, and by day, method and country.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use protocol::stats::{
    CountryStats, DayStats, FailureCount, LinkOutcomes, LinkSteps, LinkTimes, MethodStats,
    StepTime, WidgetStats,
};

use crate::domain::day::Day;
use crate::domain::failure::Failure;
use crate::domain::mode::Method;
use crate::domain::phone::Country;
use crate::domain::widget_session::Outcome;
use crate::store::{Cell, Filter, StepTimes, Times};

/// The word for a method or a country that a link does not have.
const NONE: &str = "none";

pub(super) fn stats(filter: &Filter, cells: &[Cell], times: &Times) -> WidgetStats {
    let (steps, outcomes) = add(cells.iter());
    WidgetStats {
        from: filter.from.to_string(),
        to: filter.to.to_string(),
        steps,
        outcomes,
        failures: failures(cells),
        times: LinkTimes {
            chosen: step_time(&times.chosen),
            shown: step_time(&times.shown),
            scanned: step_time(&times.scanned),
            linked: step_time(&times.linked),
        },
        methods: methods(cells),
        countries: countries(cells),
        days: days(filter, cells),
    }
}

fn add<'a>(cells: impl Iterator<Item = &'a Cell>) -> (LinkSteps, LinkOutcomes) {
    let mut steps = LinkSteps::default();
    let mut outcomes = LinkOutcomes::default();
    for cell in cells {
        steps.created += cell.links;
        steps.opened += cell.opened;
        steps.chosen += cell.chosen;
        steps.shown += cell.shown;
        steps.scanned += cell.scanned;
        add_outcome(&mut outcomes, cell);
    }
    steps.linked = outcomes.connected;
    (steps, outcomes)
}

fn add_outcome(outcomes: &mut LinkOutcomes, cell: &Cell) {
    match cell.outcome {
        Outcome::Connected => outcomes.connected += cell.links,
        Outcome::Cancelled => outcomes.cancelled += cell.links,
        Outcome::Revoked => outcomes.revoked += cell.links,
        Outcome::Open if !cell.reasons.is_empty() => outcomes.failed += cell.links,
        Outcome::Open => {
            outcomes.open += cell.in_time;
            outcomes.expired += cell.links - cell.in_time;
        }
    }
}

fn failures(cells: &[Cell]) -> Vec<FailureCount> {
    let mut counts: BTreeMap<&'static str, u64> = BTreeMap::new();
    for cell in cells {
        for reason in cell.reasons.iter().copied().map(Failure::as_str) {
            *counts.entry(reason).or_default() += cell.links;
        }
    }
    let count = |(reason, links): (&str, u64)| FailureCount {
        reason: reason.to_owned(),
        links,
    };
    let mut failures: Vec<FailureCount> = counts.into_iter().map(count).collect();
    failures.sort_by_key(|failure| Reverse(failure.links));
    failures
}

/// Groups of cells by a word, the one with most links first.
fn by_word<'a>(
    cells: &'a [Cell],
    word: impl Fn(&Cell) -> String,
) -> Vec<(String, LinkSteps, LinkOutcomes)> {
    let mut groups: BTreeMap<String, Vec<&'a Cell>> = BTreeMap::new();
    for cell in cells {
        groups.entry(word(cell)).or_default().push(cell);
    }
    let sum = |(word, cells): (String, Vec<&Cell>)| {
        let (steps, outcomes) = add(cells.into_iter());
        (word, steps, outcomes)
    };
    let mut sums: Vec<_> = groups.into_iter().map(sum).collect();
    sums.sort_by_key(|(_, steps, _)| Reverse(steps.created));
    sums
}

fn methods(cells: &[Cell]) -> Vec<MethodStats> {
    let word = |cell: &Cell| cell.method.map_or(NONE, Method::as_str).to_owned();
    let stats = |(method, steps, outcomes)| MethodStats {
        method,
        steps,
        outcomes,
    };
    by_word(cells, word).into_iter().map(stats).collect()
}

fn countries(cells: &[Cell]) -> Vec<CountryStats> {
    let word = |cell: &Cell| {
        let country = cell.country.as_ref();
        country.map_or(NONE, Country::as_str).to_owned()
    };
    let stats = |(country, steps, outcomes)| CountryStats {
        country,
        steps,
        outcomes,
    };
    by_word(cells, word).into_iter().map(stats).collect()
}

/// Every day of the filter, also those without links.
fn days(filter: &Filter, cells: &[Cell]) -> Vec<DayStats> {
    let mut by_day: BTreeMap<Day, Vec<&Cell>> = BTreeMap::new();
    for cell in cells {
        by_day.entry(cell.day).or_default().push(cell);
    }
    let days = filter.from.until(filter.to).map(|day| {
        let (steps, outcomes) = add(by_day.remove(&day).into_iter().flatten());
        DayStats {
            day: day.to_string(),
            steps,
            outcomes,
        }
    });
    days.collect()
}

fn step_time(times: &StepTimes) -> StepTime {
    StepTime {
        links: times.iter().map(|(_, links)| links).sum(),
        median_ms: percentile(times, 50),
        p90_ms: percentile(times, 90),
    }
}

/// The shortest time that so many percent of the links did not exceed.
fn percentile(times: &StepTimes, percent: u64) -> Option<u64> {
    let all: u64 = times.iter().map(|(_, links)| links).sum();
    let wanted = (all * percent).div_ceil(100);
    let mut seen = 0;
    let reached = times.iter().find(|(_, links)| {
        seen += links;
        seen >= wanted
    });
    reached.map(|(took, _)| *took)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_shortest_time_that_so_many_links_did_not_exceed() {
        type Case = (&'static [(u64, u64)], Option<u64>, Option<u64>);
        let cases: [Case; 6] = [
            (&[], None, None),
            (&[(7, 1)], Some(7), Some(7)),
            (&[(1, 1), (9, 1)], Some(1), Some(9)),
            (&[(1, 1), (5, 1), (9, 1)], Some(5), Some(9)),
            (&[(1, 9), (9, 1)], Some(1), Some(1)),
            (&[(1, 8), (9, 2)], Some(1), Some(9)),
        ];
        for (times, median, p90) in cases {
            let times = times.to_vec();
            assert_eq!(percentile(&times, 50), median, "{times:?}");
            assert_eq!(percentile(&times, 90), p90, "{times:?}");
        }
    }

    fn cell(outcome: Outcome, reasons: &[Failure], in_time: u64) -> Cell {
        Cell {
            day: Day::from_number(20_000),
            method: None,
            country: None,
            outcome,
            reasons: reasons.to_vec(),
            links: 3,
            in_time,
            opened: 2,
            chosen: 1,
            shown: 1,
            scanned: 0,
        }
    }

    #[test]
    fn each_link_has_one_outcome() {
        let failed = [Failure::Unknown, Failure::WrongNumber];
        let cells = [
            cell(Outcome::Connected, &failed[..1], 3),
            cell(Outcome::Cancelled, &[], 0),
            cell(Outcome::Revoked, &[], 0),
            cell(Outcome::Open, &failed, 1),
            cell(Outcome::Open, &[], 1),
        ];
        let (steps, outcomes) = add(cells.iter());
        let expected = LinkOutcomes {
            connected: 3,
            failed: 3,
            cancelled: 3,
            revoked: 3,
            expired: 2,
            open: 1,
        };
        assert_eq!(outcomes, expected);
        assert_eq!((steps.created, steps.opened, steps.linked), (15, 10, 3));
        let counted: Vec<_> = failures(&cells)
            .into_iter()
            .map(|failure| (failure.reason, failure.links))
            .collect();
        let expected = [("unknown".to_owned(), 6), ("wrong_number".to_owned(), 3)];
        assert_eq!(counted, expected);
    }
}
