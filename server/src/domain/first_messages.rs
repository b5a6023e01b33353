//! First messages to people who never wrote: the pattern after which WhatsApp restricts numbers, above all young links.
//! The figures are what operators reported in 2026; WhatsApp publishes none.

use std::time::Duration;

use super::time::Timestamp;

/// The time in which first messages are counted.
pub const WINDOW: Duration = Duration::from_hours(24);

/// How long a link counts as young.
const YOUNG: Duration = Duration::from_hours(7 * 24);

/// First messages in any 24 hours at which the tenant is warned, while the link is young and afterwards.
const FEW: u32 = 5;
const MANY: u32 = 15;

/// How many people a session may write to first within the window before this is a risk.
pub fn threshold(linked_at: Timestamp, now: Timestamp) -> u32 {
    if now < linked_at.plus(YOUNG) {
        FEW
    } else {
        MANY
    }
}

/// What a message to a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstMessage {
    /// Not a first one: they have written, or were written to before.
    Known,
    /// The first one. So many people were written to first within the window, this one included.
    Counted(u32),
    /// It would exceed the tenant's limit; the next one is possible at this time.
    Refused { until: Timestamp },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_is_lower_in_the_first_week() {
        let linked_at = Timestamp::from_millis(0);
        for (days, expected) in [(0, 5), (6, 5), (7, 15), (400, 15)] {
            let now = linked_at.plus(Duration::from_hours(days * 24));
            assert_eq!(threshold(linked_at, now), expected, "{days}");
        }
    }
}
