//! A day in UTC: `2026-11-01`.

use std::fmt;

use jiff::civil::Date;

use super::time::Timestamp;

const MILLIS: i64 = 24 * 3600 * 1000;

/// Days since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i64);

impl Day {
    /// The day of a moment.
    pub const fn of(at: Timestamp) -> Self {
        Day(at.as_millis().div_euclid(MILLIS))
    }

    pub const fn from_number(number: i64) -> Self {
        Day(number)
    }

    pub const fn number(self) -> i64 {
        self.0
    }

    pub const fn minus(self, days: i64) -> Self {
        Day(self.0.saturating_sub(days))
    }

    /// Reads `2026-11-01`, and no other way to write a date.
    pub fn parse(text: &str) -> Option<Self> {
        let date: Date = text.parse().ok()?;
        let midnight = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
        let day = Day::of(Timestamp::from_millis(midnight.as_millisecond()));
        (day.to_string() == text).then_some(day)
    }

    /// This day and those after it, up to and including `last`.
    pub fn until(self, last: Day) -> impl Iterator<Item = Day> {
        (self.0..=last.0).map(Day)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = Timestamp::from_millis(self.0.saturating_mul(MILLIS)).to_string();
        f.write_str(moment.split_once('T').map_or("", |(date, _)| date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_is_written() {
        for text in ["1970-01-01", "2024-02-29", "2026-11-01"] {
            assert_eq!(
                Day::parse(text).map(|day| day.to_string()).as_deref(),
                Some(text)
            );
        }
        for text in [
            "",
            "2026-11",
            "2026-02-30",
            "2026-1-1",
            "20261101",
            "2026-11-01T00:00:00Z",
            "today",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_begins_and_ends_at_midnight_in_utc() {
        let day = Day::parse("2026-11-01").unwrap();
        let midnight = Timestamp::parse("2026-11-01T00:00:00Z")
            .unwrap()
            .as_millis();
        for (millis, expected) in [
            (midnight - 1, day.minus(1)),
            (midnight, day),
            (midnight + MILLIS - 1, day),
        ] {
            assert_eq!(Day::of(Timestamp::from_millis(millis)), expected);
        }
        assert_eq!(day.minus(2).until(day).count(), 3);
    }
}
