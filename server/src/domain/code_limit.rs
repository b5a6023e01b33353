//! How often phone codes may be requested.
//!
//! WhatsApp blocks a number for hours after about seven requests, and a stranger could have codes pushed to
//! somebody's phone. So each number has a rising cool-down, across all tenants and widget sessions, and each
//! widget session a fixed number of codes.

use std::time::Duration;

/// Codes that one widget session may request; more do not help a person who failed so often.
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

/// A number without a request in this time starts again.
pub const RESET_AFTER: Duration = Duration::from_hours(24);

/// The answer to a request for a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// Counted: the code may be requested now.
    Granted,
    /// The number's cool-down ends in this long.
    Wait(Duration),
    /// The widget session has had all of its codes.
    UsedUp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_ends_before_the_number_is_forgotten() {
        assert!(COOL_DOWNS.is_sorted());
        assert!(COOL_DOWNS.iter().all(|wait| *wait < RESET_AFTER));
    }
}
