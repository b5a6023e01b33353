//! When a session whose connection failed is retried: soon at first, then less often.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_mins(15);

/// The wait before attempt `failures + 1`. `chance` (0 to 1) varies it by half, so that sessions that failed together
/// do not retry together.
pub fn wait(failures: u32, chance: f64) -> Duration {
    let whole = FIRST
        .saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1).min(20)))
        .min(LONGEST);
    whole.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        let waits: Vec<u64> = [1, 2, 3, 4, 9, 10, 40]
            .map(|failures| wait(failures, 1.0).as_secs())
            .to_vec();
        assert_eq!(waits, [2, 4, 8, 16, 512, 900, 900]);
        assert_eq!(wait(3, 0.0), Duration::from_secs(4));
    }
}
