//! The secret that signs redirect callbacks, and its rotation: a new secret is returned now and signs later, so that
//! the tenant's backend knows both before the first redirect uses it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::secret::secret;
use super::time::Timestamp;

/// The default notice before a new secret is used.
pub const NOTICE: Duration = Duration::from_hours(24);

const PREFIX: &str = "redirect_";

/// The maximum notice, because a later change is likely to be forgotten.
pub const MAX_NOTICE: Duration = Duration::from_hours(24 * 30);

secret! {
    /// The secret that signs redirects.
    SigningSecret
}

impl SigningSecret {
    /// A secret from random bytes. Its text as it stands is the key, unlike a webhook's, which is encoded; so it begins
    /// differently.
    pub fn from_random(chance: [u8; 32]) -> Self {
        SigningSecret::new(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(chance)))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signing {
    pub current: SigningSecret,
    /// The next secret, and the time from which it is used.
    pub next: Option<(SigningSecret, Timestamp)>,
}

impl Signing {
    pub fn new(current: SigningSecret) -> Self {
        Signing {
            current,
            next: None,
        }
    }

    /// The secret that signs at `now`.
    pub fn at(&self, now: Timestamp) -> &SigningSecret {
        match &self.next {
            Some((next, from)) if *from <= now => next,
            _ => &self.current,
        }
    }

    /// The current secret signs until `fresh` is used. An earlier next secret is dropped.
    pub fn rotated(&self, fresh: SigningSecret, now: Timestamp, notice: Duration) -> Self {
        Signing {
            current: self.at(now).clone(),
            next: Some((fresh, now.plus(notice))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SigningSecret {
        SigningSecret::new(text)
    }

    fn hour(count: u64) -> Timestamp {
        Timestamp::from_millis(1_763_670_000_000).plus(Duration::from_hours(count))
    }

    #[test]
    fn a_new_secret_is_used_from_its_time() {
        let signing = Signing::new(secret("a")).rotated(secret("b"), hour(0), NOTICE);
        assert_eq!(signing.at(hour(23)), &secret("a"));
        assert_eq!(signing.at(hour(24)), &secret("b"));
        let again = signing.rotated(secret("c"), hour(30), Duration::ZERO);
        assert_eq!(again.current, secret("b"));
        assert_eq!(again.at(hour(30)), &secret("c"));
    }

    #[test]
    fn a_second_rotation_keeps_the_current_secret() {
        let signing = Signing::new(secret("a"))
            .rotated(secret("b"), hour(0), NOTICE)
            .rotated(secret("c"), hour(1), NOTICE);
        assert_eq!(signing.at(hour(24)), &secret("a"));
        assert_eq!(signing.at(hour(25)), &secret("c"));
    }
}
