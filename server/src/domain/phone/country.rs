//! The country of a number, by its country code and the digits behind it.

use phonenumber::metadata::DATABASE;

use super::plan::Plan;
use super::written::Written;

/// ISO 3166-1 alpha-2, such as `BR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// Reads the code of a country that has phone numbers, also in small letters.
    pub fn parse(text: &str) -> Option<Self> {
        let code: [u8; 2] = text.to_ascii_uppercase().into_bytes().try_into().ok()?;
        let is_code = code.iter().all(u8::is_ascii_uppercase);
        let country = Country(code);
        (is_code && DATABASE.by_id(country.as_str()).is_some()).then_some(country)
    }

    /// The country of a number in E.164. Where countries share a code, the digits behind it decide; `None` if they are
    /// of none of them, or if the code belongs to no country.
    pub fn of(number: &str) -> Option<Self> {
        let Ok(Written::International(digits)) = Written::read(number) else {
            return None;
        };
        let (plan, national) = Plan::of_digits(&digits)?;
        Country::parse(plan.country_of(national)?)
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("two letters")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_and_the_digits_behind_it_name_a_country() {
        for (number, country) in [
            ("+5511999990001", Some("BR")),
            // Without the ninth digit, as WhatsApp keeps older numbers.
            ("+551199990001", Some("BR")),
            ("+4915112345678", Some("DE")),
            ("+12125550123", Some("US")),
            ("+14165550123", Some("CA")),
            ("+18765550123", Some("JM")),
            ("+77012345678", Some("KZ")),
            ("+79123456789", Some("RU")),
            ("+447400123456", Some("GB")),
            ("+447781123456", Some("GG")),
            // No area code of the shared plan.
            ("+19995550123", None),
            // A code of no country.
            ("+80012345678", None),
            ("+99912345678", None),
            ("5511999990001", None),
            ("", None),
        ] {
            let found = Country::of(number);
            assert_eq!(found.as_ref().map(Country::as_str), country, "{number}");
        }
    }

    #[test]
    fn a_code_is_two_letters_of_a_country_that_has_numbers() {
        let read = |text| Country::parse(text).map(|country| country.as_str().to_owned());
        assert_eq!(read("BR").as_deref(), Some("BR"));
        assert_eq!(read("br").as_deref(), Some("BR"));
        for text in ["", "B", "BRA", "55", "ZZ", "é", "001"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
