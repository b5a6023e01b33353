//! How often phone codes may be asked for.
//!
//! WhatsApp blocks a number for hours after about seven requests, and a stranger could have codes pushed to
//! somebody's phone. So each number has a rising cool-down, across all tenants and widget sessions, and each
//! widget session a fixed number of codes.

use std::time::Duration;

use super::time::Timestamp;

/// Codes one widget session may ask for; who needs more has another problem than a missed code.
pub const PER_WIDGET_SESSION: u32 = 6;

/// How long after the n-th code the next one may be asked for; the last one stays.
const COOL_DOWNS: [Duration; 6] = [
    Duration::from_secs(30),
    Duration::from_mins(1),
    Duration::from_mins(5),
    Duration::from_mins(15),
    Duration::from_hours(1),
    Duration::from_hours(4),
];

/// A number nobody asked a code for in this time starts afresh.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(24);

/// What is remembered of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct History {
    pub issued: u32,
    pub last_at: Timestamp,
}

/// The history with one more code in it, or how long to wait.
pub fn ask(history: Option<History>, now: Timestamp) -> Result<History, Duration> {
    let known = history.filter(|known| now < known.last_at.plus(FORGOTTEN_AFTER));
    let Some(known) = known.filter(|known| known.issued > 0) else {
        return Ok(History {
            issued: 1,
            last_at: now,
        });
    };
    let place = usize::try_from(known.issued)
        .unwrap_or(usize::MAX)
        .min(COOL_DOWNS.len())
        - 1;
    let wait = known.last_at.plus(COOL_DOWNS[place]).remaining(now);
    if wait.is_zero() {
        Ok(History {
            issued: known.issued.saturating_add(1),
            last_at: now,
        })
    } else {
        Err(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_000_000);

    #[test]
    fn the_wait_grows_with_every_code() {
        let mut history = Some(ask(None, START).unwrap());
        let mut now = START;
        for wait in [30, 60, 300, 900, 3600, 14_400, 14_400] {
            let wait = Duration::from_secs(wait);
            assert_eq!(ask(history, now), Err(wait));
            now = now.plus(wait);
            history = Some(ask(history, now).unwrap());
        }
    }

    #[test]
    fn a_quiet_day_is_forgiven() {
        let known = History {
            issued: 9,
            last_at: START,
        };
        assert!(ask(Some(known), START.plus(Duration::from_hours(3))).is_err());
        let fresh = ask(Some(known), START.plus(FORGOTTEN_AFTER)).unwrap();
        assert_eq!(fresh.issued, 1);
    }
}
