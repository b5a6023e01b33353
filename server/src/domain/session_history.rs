//! What happened to a session's connection, in words and error codes that name nobody.

use super::id::SessionId;
use super::time::Timestamp;

/// How many entries of each session are kept.
pub const KEPT: usize = 200;

const LONGEST_CODE: usize = 40;

/// A shorter run of digits is an error code, a longer one may be part of a phone number.
const MOST_DIGITS: usize = 6;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub session_id: SessionId,
    pub at: Timestamp,
    pub what: &'static str,
    pub code: Option<Code>,
}

/// An entry as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    pub at: Timestamp,
    pub what: Code,
    pub code: Option<Code>,
}

/// A short word such as `refused_499`: nothing that people wrote, and no number of a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// The text, or `unreadable` if it is not a code.
    pub fn new(text: &str) -> Self {
        Code(if is_code(text) { text } else { "unreadable" }.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_code(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let digits = text.split(|c: char| !c.is_ascii_digit());
    !text.is_empty()
        && text.len() <= LONGEST_CODE
        && text.chars().all(is_allowed)
        && digits.map(str::len).max().unwrap_or(0) <= MOST_DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_no_room_for_a_number_or_a_name() {
        for text in [
            "device_removed",
            "refused_499",
            "LOGGED_OUT",
            "5-minutes",
            "qr",
        ] {
            assert_eq!(Code::new(text).as_str(), text);
        }
        let long = "x".repeat(41);
        for text in [
            "",
            "+5511999990001",
            "5511999",
            "Ana Souza",
            "ana@lid",
            &long,
        ] {
            assert_eq!(Code::new(text).as_str(), "unreadable", "{text}");
        }
    }
}
