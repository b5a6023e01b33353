//! A phone number in E.164, and its masked face.
//!
//! Checking a number against its country's plan belongs to linking by phone; here it is only compared.

use std::fmt;

#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a phone number is written internationally, with its country code, such as +55 11 91234-5678"
)]
pub struct BadPhoneNumber;

impl PhoneNumber {
    pub fn parse(text: &str) -> Result<Self, BadPhoneNumber> {
        let written = text.trim().strip_prefix('+').ok_or(BadPhoneNumber)?;
        let mut digits = String::from("+");
        for c in written.chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '-' | '(' | ')' | '.' => {}
                _ => return Err(BadPhoneNumber),
            }
        }
        let plausible = (8..=16).contains(&digits.len()) && !digits.starts_with("+0");
        if plausible {
            Ok(PhoneNumber(digits))
        } else {
            Err(BadPhoneNumber)
        }
    }

    /// `+55…`, digits only after the plus.
    pub fn as_str(&self) -> &str {
        &self.0
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
        for text in ["+55 11 91234-5678", "+55 (11) 91234.5678", "+5511912345678"] {
            assert_eq!(PhoneNumber::parse(text).unwrap().as_str(), "+5511912345678");
        }
        for text in [
            "",
            "11 91234-5678",
            "+",
            "+0511912345678",
            "+55 11 abc",
            "+123",
            "++5511912345678",
            "+55119123456789012",
        ] {
            assert_eq!(PhoneNumber::parse(text), Err(BadPhoneNumber), "{text:?}");
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
