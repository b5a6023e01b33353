//! A phone number in E.164, checked against its country's numbering plan.
//!
//! Parses numbers as people write them: with punctuation, with a trunk prefix behind the country code (`+49 (0)151
//! …`), or as a local number of a chosen country. Each number has one spelling in the result. A number that exists in
//! no plan is rejected with the reason.

use std::fmt;

pub use self::country::Country;
use self::plan::Plan;
use self::written::Written;

mod country;
mod plan;
#[cfg(test)]
mod tests;
mod whatsapp;
mod written;

/// E.164: a plus sign and digits.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPhoneNumber {
    #[error(
        "a phone number is written internationally, with its country code, such as +55 11 \
         91234-5678"
    )]
    NotANumber,
    #[error(
        "no country has this country code; begin with + and the country code, such as +55 for \
         Brazil"
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
    /// The value of `reason` in an error response.
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
    /// Parses a number with a plus sign and its country code.
    pub fn parse(text: &str) -> Result<Self, BadPhoneNumber> {
        match Written::read(text)? {
            Written::International(digits) => international(&digits),
            Written::Local(_) => Err(BadPhoneNumber::NotANumber),
        }
    }

    /// Parses a number that was entered with a chosen `country` (ISO 3166 alpha-2): a local number of that country,
    /// or any number in international form.
    pub fn parse_in(country: &str, text: &str) -> Result<Self, BadPhoneNumber> {
        match Written::read(text)? {
            Written::International(digits) => international(&digits),
            Written::Local(digits) => local(country, &digits),
        }
    }

    /// Reads a stored number without changing it: earlier versions stored spellings that [`PhoneNumber::parse`] would
    /// change or reject.
    pub fn from_stored(text: &str) -> Result<Self, BadPhoneNumber> {
        match Written::read(text)? {
            Written::International(digits) => Ok(PhoneNumber::of(&digits)),
            Written::Local(_) => Err(BadPhoneNumber::NotANumber),
        }
    }

    /// Whether this is the number of a WhatsApp account that reports `account`. WhatsApp keeps some numbers in the
    /// spelling of an earlier plan, so the texts may differ.
    pub fn matches(&self, account: &str) -> bool {
        is_same_account(&self.0, account)
    }

    /// `+55…`, digits only after the plus.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn of(digits: &str) -> Self {
        PhoneNumber(["+", digits].concat())
    }
}

/// Whether two spellings are the number of one WhatsApp account.
pub fn is_same_account(one: &str, other: &str) -> bool {
    account_key(one) == account_key(other)
}

/// A key that is equal for every spelling of one account's number.
fn account_key(number: &str) -> String {
    let parsed = PhoneNumber::parse(number);
    let number = parsed.as_ref().map_or(number, PhoneNumber::as_str);
    whatsapp::account_key(number)
}

fn international(digits: &str) -> Result<PhoneNumber, BadPhoneNumber> {
    let (plan, national) = Plan::of_digits(digits).ok_or(BadPhoneNumber::UnknownCountry)?;
    let number = plan.resolve(national)?;
    Ok(PhoneNumber::of(&[plan.code(), &number].concat()))
}

fn local(country: &str, digits: &str) -> Result<PhoneNumber, BadPhoneNumber> {
    let plan = Plan::of_country(country).ok_or(BadPhoneNumber::UnknownCountry)?;
    let as_local = plan.resolve(digits);
    // Typed without the plus sign, but with the country code.
    let behind_code = digits
        .strip_prefix(plan.code())
        .and_then(|national| plan.resolve(national).ok());
    let number = match (as_local, behind_code) {
        // Both exist: a German fixed line can begin with 49 too. The mobile number is the likely one.
        (Ok(local), Some(other)) if plan.is_mobile(&other) && !plan.is_mobile(&local) => other,
        (Ok(number), _) | (Err(_), Some(number)) => number,
        (Err(reason), None) => {
            return plan
                .dialled_abroad(digits)
                .find_map(|digits| international(digits).ok())
                .ok_or(reason);
        }
    };
    Ok(PhoneNumber::of(&[plan.code(), &number].concat()))
}

/// Hides the number, because debug output may be logged.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+…{}", &self.0[self.0.len() - 2..])
    }
}
