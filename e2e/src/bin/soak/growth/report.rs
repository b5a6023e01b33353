//! The figures, printed and written to `docs/SOAK.md`.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::Result;
use titan_e2e::checkout;

use super::level::Judged;
use super::options::GrowthOptions;
use super::sample::Sample;
use crate::document::{self, Part};

/// How many samples the table has.
const LINES: usize = 25;

pub(crate) fn write(
    options: &GrowthOptions,
    samples: &[Sample],
    judged: &[Judged],
    took: Duration,
) -> Result<()> {
    let tables = format!("{}\n{}", results(judged)?, progress(samples)?);
    print!("{tables}");
    let GrowthOptions {
        links,
        finished,
        rounds,
    } = options;
    let text = format!(
        "## Growth\n\nMade by `cargo xtask soak --growth`; do not edit.\n\nCommit: {}. {links} links that nobody used, of \
         which one in twenty was opened and left, and {finished} numbers that were linked and then logged out or deleted, \
         in {rounds} rounds of an hour each by the service's clock, which was moved ahead after each round; with ten \
         numbers that stay connected and get two messages a round. Links are kept for an hour and events for a day. \
         SQLite; the sandbox's network in another process; {} s in all.\n\nA figure is level if its highest value in the \
         last third of the rounds is at most a tenth above that in the middle third, or within a few units (2 MB of \
         memory, 200 kB of the file, 20 rows). Two are not judged, because they do not grow with links: the \
         sums of the statistics (`funnel_sums`), which are kept for 400 days, and the mark of each message that arrived \
         (`kept_inbound`), which is kept for a week of the machine's clock, and this run does not move that.\n\n{tables}",
        checkout::commit()?,
        took.as_secs(),
    );
    document::write(Part::Growth, &text)
}

fn results(judged: &[Judged]) -> Result<String> {
    let mut table = String::from("| figure | middle third | last third | |\n|---|---|---|---|\n");
    for one in judged.iter().filter(|one| one.middle.max(one.last) > 0) {
        let verdict = if one.is_level() { "level" } else { "**grows**" };
        let Judged {
            name, middle, last, ..
        } = one;
        writeln!(table, "| {name} | {middle} | {last} | {verdict} |")?;
    }
    Ok(table)
}

fn progress(samples: &[Sample]) -> Result<String> {
    let mut table = String::from(
        "| round | after | memory (anonymous) | memory (resident) | links | sessions | events | all rows | of these sums of \
         statistics | file |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    let every = samples.len().div_ceil(LINES).max(1);
    for sample in samples.iter().skip(every - 1).step_by(every) {
        let rows = |table: &str| sample.rows.get(table).copied().unwrap_or(0);
        writeln!(
            table,
            "| {} | {} s | {:.1} MB | {:.1} MB | {} | {} | {} | {} | {} | {:.1} MB |",
            sample.round,
            sample.after.as_secs(),
            sample.memory.anonymous_kb as f64 / 1000.0,
            sample.memory.resident_kb as f64 / 1000.0,
            rows("widget_sessions"),
            rows("sessions"),
            rows("events"),
            sample.all_rows(),
            rows("funnel_sums"),
            sample.file_bytes as f64 / 1e6,
        )?;
    }
    Ok(table)
}
