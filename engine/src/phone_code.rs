//! A code that a person enters on the phone instead of scanning a QR code.
//!
//! WhatsApp issues a code for one number, for three minutes. After too many requests it blocks the number for hours,
//! so a session has one active code at a time, and returns it again for the same number.

use std::fmt;
use std::time::Duration;

/// A code to enter on the phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneCode {
    /// The code.
    pub code: LinkCode,
    /// How much longer WhatsApp accepts it.
    pub lasts: Duration,
    /// How long WhatsApp accepts a new code.
    pub of: Duration,
}

/// The eight characters to enter. With them and the phone a device can be linked, so `Debug` hides them.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkCode(String);

impl LinkCode {
    /// Wraps the characters of a code.
    pub fn new(code: impl Into<String>) -> LinkCode {
        LinkCode(code.into())
    }

    /// The characters without a separator.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The characters as phones show them, `ABCD-EFGH`.
    pub fn dashed(&self) -> String {
        match self.0.split_at_checked(self.0.len() / 2) {
            Some((first, second)) => format!("{first}-{second}"),
            None => self.0.clone(),
        }
    }
}

impl fmt::Debug for LinkCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkCode(…)")
    }
}

/// Why no code was issued.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestCodeError {
    /// WhatsApp issues no more codes for this number for a while.
    #[error("WhatsApp gives no more codes for this number for now")]
    Throttled {
        /// How long, if WhatsApp sent it. It rarely does.
        retry_after: Option<Duration>,
    },
    /// Not a number in international format.
    #[error("not a phone number: {0}")]
    BadNumber(String),
    /// The session is linked already, closed, or WhatsApp could not be reached in time.
    #[error("the session does not wait for a link")]
    NotWaiting,
    /// WhatsApp refused for another reason, as a short code.
    #[error("refused: {0}")]
    Refused(String),
}

/// The digits of a number in international format. Checked before the active code is replaced, so that a typing error
/// does not cost that code.
pub(crate) fn international(number: &str) -> Result<String, RequestCodeError> {
    const SHORTEST: usize = 7;
    const LONGEST: usize = 15;
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let bad = |why: &str| Err(RequestCodeError::BadNumber(why.to_owned()));
    match digits.len() {
        ..SHORTEST => bad("too short"),
        SHORTEST..=LONGEST if digits.starts_with('0') => bad("not in international form"),
        SHORTEST..=LONGEST => Ok(digits),
        _ => bad("too long"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_displayed_in_two_groups_and_hidden_by_debug() {
        let code = LinkCode::new("ABCD2345");
        assert_eq!(code.dashed(), "ABCD-2345");
        assert_eq!(code.as_str(), "ABCD2345");
        assert_eq!(format!("{code:?}"), "LinkCode(…)");
    }

    #[test]
    fn only_international_numbers_are_accepted() {
        for number in ["+55 11 99999-0001", "5511999990001", "+290 2345678"] {
            let digits = international(number).expect(number);
            assert!(number.ends_with(&digits[digits.len() - 4..]));
            assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
        }
        for number in ["", "+55", "123456", "011999990001", "+1234567890123456"] {
            let refused = international(number);
            assert!(
                matches!(refused, Err(RequestCodeError::BadNumber(_))),
                "{number}"
            );
        }
    }
}
