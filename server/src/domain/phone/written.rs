//! The digits of a number as people write it.

use super::BadPhoneNumber;

/// Longer than any number with all its prefixes.
const LONGEST: usize = 24;

/// A number without its punctuation.
pub(super) enum Written {
    /// With a plus sign: the country code and the national number.
    International(String),
    Local(String),
}

impl Written {
    pub(super) fn read(text: &str) -> Result<Self, BadPhoneNumber> {
        let text = text.trim_matches(is_filler);
        let (has_plus, rest) = match text.strip_prefix(['+', '＋']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let digits = digits(rest)?;
        Ok(if has_plus {
            Written::International(digits)
        } else {
            Written::Local(digits)
        })
    }
}

fn digits(text: &str) -> Result<String, BadPhoneNumber> {
    let mut digits = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '-' | '(' | ')' | '.' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            _ if is_filler(c) => {}
            _ => return Err(BadPhoneNumber::NotANumber),
        }
    }
    match digits.len() {
        ..2 => Err(BadPhoneNumber::NotANumber),
        2..=LONGEST => Ok(digits),
        _ => Err(BadPhoneNumber::TooLong),
    }
}

/// Spaces of any width, and the invisible marks of writing direction that address books put around numbers.
fn is_filler(c: char) -> bool {
    let mark = matches!(
        c,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}'
    );
    mark || c.is_whitespace()
}
