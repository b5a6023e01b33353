//! The delay of a webhook, from the event to its arrival.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use titan_e2e::receiver::Delivery;

const DAY: Duration = Duration::from_secs(24 * 3600);

/// One moment on both clocks: arrivals are measured by the one, events by the other.
pub(crate) struct Clock {
    instant: Instant,
    since_1970: Duration,
}

impl Clock {
    pub(crate) fn now() -> Result<Self> {
        Ok(Self {
            instant: Instant::now(),
            since_1970: SystemTime::now().duration_since(UNIX_EPOCH)?,
        })
    }

    /// From the event to its arrival. The date is ignored, since no delay is as long as a day.
    pub(crate) fn delay(&self, delivery: &Delivery) -> Result<Duration> {
        let arrival = self.since_1970 + delivery.at.duration_since(self.instant);
        let event = delivery.body["timestamp"].as_str().and_then(time_of_day);
        let event = event.context("an event has a timestamp")?;
        let micros = (arrival + DAY - event).as_micros() % DAY.as_micros();
        Ok(Duration::from_micros(u64::try_from(micros)?))
    }
}

/// `2026-01-15T10:30:00.000Z` without its date.
fn time_of_day(timestamp: &str) -> Option<Duration> {
    let (_, time) = timestamp.strip_suffix('Z')?.split_once('T')?;
    let mut fields = time
        .split([':', '.'])
        .map(|field| field.parse::<u64>().ok());
    let mut next = || fields.next().flatten();
    let (hours, minutes, seconds, millis) = (next()?, next()?, next()?, next()?);
    let seconds = (hours * 60 + minutes) * 60 + seconds;
    Some(Duration::from_millis(seconds * 1000 + millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_has_a_time_of_day() {
        let time = time_of_day("2026-01-15T10:30:01.250Z").unwrap();
        assert_eq!(time.as_millis(), 37_801_250);
        for wrong in ["10:30", "2026-01-15T10:30:01Z", "2026-01-15Tno:30:01.250Z"] {
            assert_eq!(time_of_day(wrong), None, "{wrong}");
        }
    }
}
