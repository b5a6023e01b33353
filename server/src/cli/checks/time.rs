//! Compares clocks, because tokens are valid for minutes and keys expire to the second.

use crate::domain::time::Timestamp;

use super::Finding;

const NAME: &str = "clock";

/// Half of the shortest lifetime.
const MOST_MS: u64 = 30_000;

/// The differences of other clocks from this machine's.
#[derive(Default)]
pub(super) struct Clocks(Vec<(&'static str, i64)>);

impl Clocks {
    pub(super) fn record(&mut self, whose: &'static str, there: Timestamp, here: Timestamp) {
        self.0.push((whose, there.as_millis() - here.as_millis()));
    }

    /// The clock with the largest difference.
    pub(super) fn evaluate(&self) -> Finding {
        let Some((whose, off)) = self.0.iter().max_by_key(|(_, off)| off.unsigned_abs()) else {
            return Finding::skipped(NAME, "there is no other clock to compare with");
        };
        if off.unsigned_abs() <= MOST_MS {
            return Finding::ok(NAME, format!("agrees with {whose}"));
        }
        let seconds = off.unsigned_abs() / 1000;
        let way = if *off > 0 { "ahead of" } else { "behind" };
        Finding::fault(
            NAME,
            format!(
                "{whose} is {seconds} s {way} this machine's: tokens and keys end too early or too \
                 late"
            ),
            "let both machines set their clocks by the network, e.g. timedatectl set-ntp true",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::Outcome;
    use super::*;

    #[test]
    fn a_difference_over_half_a_minute_is_reported() {
        let now = Timestamp::from_millis(1_700_000_000_000);
        for (off, verdict) in [
            (0, Outcome::Ok),
            (30_000, Outcome::Ok),
            (-30_000, Outcome::Ok),
            (30_001, Outcome::Fault),
            (-30_001, Outcome::Fault),
        ] {
            let mut clocks = Clocks::default();
            clocks.record("one clock", now, now);
            clocks.record(
                "another",
                Timestamp::from_millis(now.as_millis() + off),
                now,
            );
            assert_eq!(clocks.evaluate().verdict, verdict, "{off}");
        }
        assert_eq!(Clocks::default().evaluate().verdict, Outcome::Skipped);
    }
}
