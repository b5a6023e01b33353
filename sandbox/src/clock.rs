//! Time as the network counts it: real timestamps on stanzas, and the life of codes divided by a factor,
//! so that a journey through an expired code takes seconds.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How much faster than WhatsApp's the codes of this network age.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace(f64);

impl Pace {
    /// Refuses factors that would make time stand still or run backwards.
    pub(crate) fn new(speed: f64) -> anyhow::Result<Pace> {
        anyhow::ensure!(
            speed.is_finite() && speed > 0.0,
            "the sandbox's speed must be a number above 0, not {speed}"
        );
        Ok(Pace(speed))
    }

    /// How long `real` takes at this pace.
    pub(crate) fn scale(self, real: Duration) -> Duration {
        real.div_f64(self.0)
    }
}

/// Seconds since 1970, as stanzas carry them.
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
        let pace = Pace::new(60.0).unwrap();
        assert_eq!(pace.scale(Duration::from_secs(60)), Duration::from_secs(1));
    }

    #[test]
    fn impossible_factors_are_refused() {
        for speed in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(Pace::new(speed).is_err(), "{speed}");
        }
    }
}
