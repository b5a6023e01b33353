//! A phone number in E.164, checked against its country's plan, and its masked face.
//!
//! The plans come from libphonenumber's data (crate `phonenumber`); they change every few weeks, and a number
//! that is possible but not in them yet is let through: WhatsApp has the last word.

use std::fmt;

use phonenumber::metadata::DATABASE;
use phonenumber::{ParseError, PhoneNumber as Parsed};

#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPhoneNumber {
    #[error(
        "a phone number is written internationally, with its country code, such as +55 11 91234-5678"
    )]
    NotANumber,
    #[error(
        "no country has this country code; begin with + and the country code, such as +55 for Brazil"
    )]
    UnknownCountry,
    #[error("this number is too short for its country; check that no digit is missing")]
    TooShort,
    #[error("this number is too long for its country; check that no digit is there twice")]
    TooLong,
    #[error("no number of this country looks like this; check the digits")]
    Invalid,
}

impl BadPhoneNumber {
    /// The stable word for `reason` in an answer.
    pub const fn reason(self) -> &'static str {
        match self {
            BadPhoneNumber::NotANumber => "not_a_number",
            BadPhoneNumber::UnknownCountry => "unknown_country",
            BadPhoneNumber::TooShort => "too_short",
            BadPhoneNumber::TooLong => "too_long",
            BadPhoneNumber::Invalid => "invalid",
        }
    }
}

impl PhoneNumber {
    /// Takes a number as people write it, with a plus and its country code.
    pub fn parse(text: &str) -> Result<Self, BadPhoneNumber> {
        let digits = digits(text)?;
        let parsed = phonenumber::parse(None, &digits).map_err(|error| match error {
            ParseError::InvalidCountryCode => BadPhoneNumber::UnknownCountry,
            ParseError::TooShortAfterIdd | ParseError::TooShortNsn => BadPhoneNumber::TooShort,
            ParseError::TooLong => BadPhoneNumber::TooLong,
            _ => BadPhoneNumber::NotANumber,
        })?;
        check_length(&parsed, &digits)?;
        Ok(PhoneNumber(digits))
    }

    /// `+55…`, digits only after the plus.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The plus and the digits; punctuation people use is dropped, anything else is not a number.
fn digits(text: &str) -> Result<String, BadPhoneNumber> {
    let written = text
        .trim()
        .strip_prefix('+')
        .ok_or(BadPhoneNumber::NotANumber)?;
    let mut digits = String::from("+");
    for c in written.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '(' | ')' | '.' | '/' | '\u{a0}' | '\u{202a}' | '\u{202c}' => {}
            _ => return Err(BadPhoneNumber::NotANumber),
        }
    }
    match digits.len() {
        1..3 => Err(BadPhoneNumber::NotANumber),
        // E.164 has at most fifteen digits.
        17.. => Err(BadPhoneNumber::TooLong),
        _ => Ok(digits),
    }
}

/// Compares with the plan of the number's country, as far as there is one.
fn check_length(parsed: &Parsed, digits: &str) -> Result<(), BadPhoneNumber> {
    if parsed.is_valid() {
        return Ok(());
    }
    let plans = DATABASE.by_code(&parsed.code().value()).unwrap_or_default();
    let kinds = plans.iter().flat_map(|plan| {
        let descriptors = plan.descriptors();
        [descriptors.mobile(), descriptors.fixed_line()]
    });
    let lengths: Vec<u16> = kinds
        .flatten()
        .flat_map(|kind| kind.possible_length().iter().copied())
        .collect();
    let national = digits.len() - 1 - parsed.code().value().to_string().len();
    let (shortest, longest) = (lengths.iter().min(), lengths.iter().max());
    match (shortest, longest) {
        (Some(shortest), _) if national < usize::from(*shortest) => Err(BadPhoneNumber::TooShort),
        (_, Some(longest)) if national > usize::from(*longest) => Err(BadPhoneNumber::TooLong),
        _ => Err(BadPhoneNumber::Invalid),
    }
}

/// Never the number itself: debug output ends in logs.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+…{}", &self.0[self.0.len() - 2..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_a_number_as_people_write_it() {
        for text in [
            "+55 11 91234-5678",
            "+55 (11) 91234.5678",
            "+5511912345678",
            " +55 11 91234 5678 ",
        ] {
            assert_eq!(
                PhoneNumber::parse(text).map(|n| n.0),
                Ok("+5511912345678".to_owned()),
                "{text}"
            );
        }
        for text in [
            "+49 1512 3456789",
            "+1 415 555 2671",
            "+39 06 698 12345",
            "+62 812-3456-7890",
            "+971 50 123 4567",
        ] {
            assert!(PhoneNumber::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong_with_it() {
        use BadPhoneNumber::{Invalid, NotANumber, TooLong, TooShort, UnknownCountry};
        for (text, expected) in [
            ("", NotANumber),
            ("11 91234-5678", NotANumber),
            ("+", NotANumber),
            ("+55 11 abc", NotANumber),
            ("++5511912345678", NotANumber),
            ("+999 123456789", UnknownCountry),
            ("+55 11 91", TooShort),
            ("+55 11 91234-56789", TooLong),
            ("+55119123456789012", TooLong),
            ("+1 111 111 1111", Invalid),
        ] {
            assert_eq!(
                PhoneNumber::parse(text).map(|n| n.0),
                Err(expected),
                "{text:?}"
            );
        }
    }

    #[test]
    fn debug_does_not_tell_it() {
        assert_eq!(
            format!("{:?}", PhoneNumber::parse("+5511912345678").unwrap()),
            "+…78"
        );
    }
}
