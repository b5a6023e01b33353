//! Phone numbers as the control calls accept them: international, with or without the plus sign.

/// Why a text is no phone number.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidNumber {
    #[error("a phone number has only digits, after an optional plus sign, like +5511999990001")]
    NotDigits,
    #[error("an international phone number starts with its country code, never with 0")]
    LeadingZero,
    #[error("an international phone number has 8 to 15 digits, this has {0}")]
    Length(usize),
}

/// The digits of an international number.
pub(crate) fn digits(text: &str) -> Result<String, InvalidNumber> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidNumber::NotDigits);
    }
    if digits.starts_with('0') {
        return Err(InvalidNumber::LeadingZero);
    }
    if !(8..=15).contains(&digits.len()) {
        return Err(InvalidNumber::Length(digits.len()));
    }
    Ok(digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_international_numbers_are_accepted() {
        let table = [
            ("+5511999990001", Ok("5511999990001")),
            ("5511999990001", Ok("5511999990001")),
            ("", Err(InvalidNumber::NotDigits)),
            ("+", Err(InvalidNumber::NotDigits)),
            ("+55 11 99999", Err(InvalidNumber::NotDigits)),
            ("++5511999990001", Err(InvalidNumber::NotDigits)),
            ("011999990001", Err(InvalidNumber::LeadingZero)),
            ("1234567", Err(InvalidNumber::Length(7))),
            ("1234567890123456", Err(InvalidNumber::Length(16))),
        ];
        for (text, expected) in table {
            assert_eq!(digits(text), expected.map(str::to_owned), "{text:?}");
        }
    }
}
