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

#[cfg(test)]
mod tests {
    use super::*;

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
