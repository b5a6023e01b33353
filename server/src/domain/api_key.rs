//! The record of an API key, and the values of a new one. The key itself is never stored.

use std::time::Duration;

use super::id::{KeyId, TenantId};
use super::scope::Scopes;
use super::time::Timestamp;

const LONGEST_LABEL: usize = 60;

/// The default lifetime of a key.
const DEFAULT_DAYS: u32 = 365;

/// The maximum, because longer lived keys are often forgotten.
const MOST_DAYS: u32 = 3650;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyRecord {
    /// `key_…`
    pub id: KeyId,
    pub tenant_id: TenantId,
    pub label: Label,
    pub scopes: Scopes,
    pub is_active: bool,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// Rounded down to the minute.
    pub last_used_at: Option<Timestamp>,
}

/// A change of a key; `None` leaves a field unchanged.
#[derive(Debug, Default)]
pub struct KeyChange {
    pub label: Option<Label>,
    pub is_active: Option<bool>,
}

/// A key's label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a `label` has 1 to 60 characters on one line and says what the key is for")]
pub struct BadLabel;

impl Label {
    pub fn parse(text: &str) -> Result<Self, BadLabel> {
        let text = text.trim();
        let fits = (1..=LONGEST_LABEL).contains(&text.chars().count());
        if fits && !text.chars().any(char::is_control) {
            Ok(Label(text.to_owned()))
        } else {
            Err(BadLabel)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How long a key is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime(Duration);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`lifetimeDays` is a whole number of days from 1 to 3650")]
pub struct BadLifetime;

impl Lifetime {
    pub fn days(days: i64) -> Result<Self, BadLifetime> {
        match u32::try_from(days) {
            Ok(days @ 1..=MOST_DAYS) => Ok(Lifetime(Duration::from_hours(u64::from(days) * 24))),
            _ => Err(BadLifetime),
        }
    }

    pub fn end(self, from: Timestamp) -> Timestamp {
        from.plus(self.0)
    }
}

impl Default for Lifetime {
    fn default() -> Self {
        Lifetime(Duration::from_hours(u64::from(DEFAULT_DAYS) * 24))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_one_short_line() {
        assert_eq!(Label::parse(" billing ").unwrap().as_str(), "billing");
        for bad in ["", "   ", "a\nb", &"x".repeat(61)] {
            assert_eq!(Label::parse(bad), Err(BadLabel), "{bad:?}");
        }
    }

    #[test]
    fn lifetimes_are_days_within_the_limits() {
        for good in [1, 30, 3650] {
            assert!(Lifetime::days(good).is_ok(), "{good}");
        }
        for bad in [0, -1, 3651, i64::MAX, i64::MIN] {
            assert_eq!(Lifetime::days(bad), Err(BadLifetime), "{bad}");
        }
        let start = Timestamp::from_millis(0);
        assert_eq!(
            Lifetime::days(2).unwrap().end(start).as_seconds(),
            2 * 24 * 3600
        );
    }
}
