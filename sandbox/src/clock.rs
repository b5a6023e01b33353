//! The network's time: real timestamps on stanzas, and lifetimes of codes that are divided by a factor, so that a
//! test of an expired code takes seconds.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How many times faster the codes of this network expire than WhatsApp's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Speed(f64);

impl Speed {
    /// Rejects factors with which time would stand still or run backwards.
    pub(crate) fn new(speed: f64) -> anyhow::Result<Speed> {
        anyhow::ensure!(
            speed.is_finite() && speed > 0.0,
            "the sandbox's speed must be a number above 0, not {speed}"
        );
        Ok(Speed(speed))
    }

    /// How long `real` lasts at this speed.
    pub(crate) fn scale(self, real: Duration) -> Duration {
        real.div_f64(self.0)
    }
}

/// Seconds since 1970, as in stanzas.
pub(crate) fn unix_seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| elapsed.as_secs())
}

/// Milliseconds since 1970.
pub(crate) fn unix_millis() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| {
            u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
        })
}

/// A time in seconds since 1970 as Meta writes dates, such as `2026-01-31T08:00:00+0000`.
pub(crate) fn date(seconds: u64) -> String {
    let (year, month, day) = civil_date(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+0000")
}

/// The year, month and day of a day since 1970. Years are counted from March, so that a leap day ends its year.
fn civil_date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let year = era * 400 + year;
    match month {
        0..=9 => (year, month + 3, day),
        _ => (year + 1, month - 9, day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_meta_writes_them() {
        let table = [
            (0, "1970-01-01T00:00:00+0000"),
            (951_782_400, "2000-02-29T00:00:00+0000"),
            (1_767_225_599, "2025-12-31T23:59:59+0000"),
            (1_795_334_400, "2026-11-22T08:00:00+0000"),
        ];
        for (seconds, expected) in table {
            assert_eq!(date(seconds), expected);
        }
    }

    #[test]
    fn a_minute_at_factor_sixty_is_a_second() {
        let speed = Speed::new(60.0).unwrap();
        assert_eq!(speed.scale(Duration::from_secs(60)), Duration::from_secs(1));
    }

    #[test]
    fn invalid_factors_are_rejected() {
        for speed in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(Speed::new(speed).is_err(), "{speed}");
        }
    }
}
