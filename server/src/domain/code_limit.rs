//! How often phone codes may be requested.
//!
//! WhatsApp blocks a number for hours after about seven requests, and anybody with a link could send codes to another
//! person's phone. So each number has an increasing cool-down across all tenants and widget sessions, and each widget
//! session has a maximum number of codes.

use std::time::Duration;

/// Codes that one widget session may request.
pub const PER_WIDGET_SESSION: u32 = 6;

/// How long after the n-th code the next one may be requested; the last value repeats.
pub const COOL_DOWNS: [Duration; 6] = [
    Duration::from_secs(30),
    Duration::from_mins(1),
    Duration::from_mins(5),
    Duration::from_mins(15),
    Duration::from_hours(1),
    Duration::from_hours(4),
];

/// After this time without a request, a number's cool-down starts again.
pub const RESET_AFTER: Duration = Duration::from_hours(24);

/// The answer to a request for a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// The code is counted and may be requested now.
    Granted,
    /// The number's cool-down ends after this time.
    Wait(Duration),
    /// The widget session has used all of its codes.
    UsedUp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_is_shorter_than_the_reset() {
        assert!(COOL_DOWNS.is_sorted());
        assert!(COOL_DOWNS.iter().all(|wait| *wait < RESET_AFTER));
    }
}
