//! The rule by which a figure is level: what it was in the last third of the rounds, against the middle third. The first
//! third fills the tables up to what is kept, and the caches.

use super::sample::Sample;

/// A figure may be higher by a tenth, and by a few of its units in any case.
const ALLOWED_PERCENT: u64 = 10;

/// Not judged, because they grow with something else than links. Sums of statistics are kept for 400 days. A mark for
/// each message that arrived is kept for a week of the machine's clock, which the run does not move.
const KEPT_LONGER: [&str; 2] = ["funnel_sums", "engine_keys, kept_inbound"];

/// One figure in two thirds of the rounds.
pub(crate) struct Judged {
    pub(crate) name: String,
    pub(crate) middle: u64,
    pub(crate) last: u64,
    /// The highest value at which it is level.
    pub(crate) most: u64,
}

impl Judged {
    pub(crate) fn is_level(&self) -> bool {
        self.last <= self.most
    }
}

pub(crate) fn judge(samples: &[Sample]) -> Vec<Judged> {
    let figure = |name: &str, slack, value: &dyn Fn(&Sample) -> u64| {
        let values: Vec<u64> = samples.iter().map(value).collect();
        judge_one(name, &values, slack)
    };
    let mut judged = vec![
        figure("memory (anonymous), kB", 2000, &|it| it.memory.anonymous_kb),
        figure("memory (resident), kB", 2000, &|it| it.memory.resident_kb),
        figure("the database's file, kB", 200, &|it| it.file_bytes / 1000),
    ];
    let Some(last) = samples.last() else {
        return judged;
    };
    for table in last
        .rows
        .keys()
        .filter(|table| !KEPT_LONGER.contains(&table.as_str()))
    {
        let rows = |it: &Sample| it.rows.get(table).copied().unwrap_or(0);
        judged.push(figure(&format!("rows of {table}"), 20, &rows));
    }
    for name in last.counts.keys() {
        let count = |it: &Sample| it.counts.get(name).copied().unwrap_or(0);
        judged.push(figure(name, 5, &count));
    }
    judged
}

/// Compares the highest values, because a figure goes up and down between two deletions.
fn judge_one(name: &str, values: &[u64], slack: u64) -> Judged {
    let third = values.len() / 3;
    let (before, last) = values.split_at(values.len() - third);
    let middle = &before[before.len() - third..];
    let highest = |values: &[u64]| values.iter().max().copied().unwrap_or(0);
    let middle = highest(middle);
    Judged {
        name: name.to_owned(),
        middle,
        last: highest(last),
        most: middle + (middle * ALLOWED_PERCENT / 100).max(slack),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_level_if_its_last_third_is_hardly_higher() {
        let cases: [(&[u64], bool); 7] = [
            (&[0, 500, 1000, 1000, 1000, 1000, 1000, 1000, 1000], true),
            (&[0, 500, 1000, 900, 1000, 900, 950, 1100, 1000], true),
            (&[0, 500, 1000, 1000, 1000, 1000, 1000, 1101, 1000], false),
            (&[0, 100, 200, 300, 400, 500, 600, 700, 800], false),
            (&[9000, 9000, 9000, 0, 0, 0, 0, 0, 20], true),
            (&[0, 0, 0, 0, 0, 0, 0, 0, 21], false),
            (
                &[10_000, 11_000, 12_000, 13_000, 14_000, 15_000, 16_000],
                false,
            ),
        ];
        for (values, expected) in cases {
            let judged = judge_one("rows", values, 20);
            assert_eq!(judged.is_level(), expected, "{values:?}");
        }
    }
}
