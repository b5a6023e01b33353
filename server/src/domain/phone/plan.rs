//! Numbering plans: which numbers behind a country code exist, and which digits are only dialled inside a country.
//!
//! The data is libphonenumber's, from the crate `phonenumber`. Its parser is not used: it removes a national prefix
//! twice (`+7 8 812 …`), and its test for validity compares only how a number begins.

use phonenumber::Type;
use phonenumber::metadata::{DATABASE, Descriptor, Metadata};
use regex::{Captures, Regex};

use super::{BadPhoneNumber, whatsapp};

/// E.164 has at most fifteen digits, the country code's included.
const LONGEST: usize = 15;

/// A country code is one to three digits.
const LONGEST_CODE: usize = 3;

/// The kinds of number that a plan describes. All are accepted, because WhatsApp decides which of them can have an
/// account.
const KINDS: [Type; 10] = [
    Type::Mobile,
    Type::FixedLine,
    Type::Voip,
    Type::PersonalNumber,
    Type::Uan,
    Type::TollFree,
    Type::SharedCost,
    Type::PremiumRate,
    Type::Pager,
    Type::Voicemail,
];

/// The plan behind one country code.
pub(super) struct Plan {
    code: String,
    /// The country whose national prefix applies: the chosen one, or the main one of those that share the code.
    home: &'static Metadata,
    /// Every country that shares the code.
    countries: Vec<&'static Metadata>,
}

impl Plan {
    /// The plan that these international digits name, and the digits behind the country code.
    pub(super) fn of_digits(digits: &str) -> Option<(Self, &str)> {
        (1..=LONGEST_CODE).find_map(|length| {
            let (code, national) = digits.split_at_checked(length)?;
            if code.starts_with('0') {
                return None;
            }
            let countries = DATABASE.by_code(&code.parse::<u16>().ok()?)?;
            let plan = Plan {
                code: code.to_owned(),
                home: countries.first()?,
                countries,
            };
            Some((plan, national))
        })
    }

    /// The plan of a country, by its ISO 3166 code.
    pub(super) fn of_country(iso: &str) -> Option<Self> {
        let home = DATABASE.by_id(iso.to_ascii_uppercase().as_str())?;
        Some(Plan {
            code: home.country_code().to_string(),
            home,
            countries: DATABASE.by_code(&home.country_code())?,
        })
    }

    /// The country code's digits.
    pub(super) fn code(&self) -> &str {
        &self.code
    }

    /// The country that a national number belongs to. A code of one country needs no digits behind it.
    pub(super) fn country_of(&self, national: &str) -> Option<&'static str> {
        match self.countries.as_slice() {
            [only] => Some(only.id()),
            several => several
                .iter()
                .find(|country| describes(country, national))
                .map(|country| country.id()),
        }
    }

    /// The national number after the country code. `digits` may start with the national prefix. A number that exists
    /// as it is stays unchanged, because some begin like a prefix (`+39 06 …`, `+7 812 …`).
    pub(super) fn resolve(&self, digits: &str) -> Result<String, BadPhoneNumber> {
        if self.has(digits) {
            return Ok(digits.to_owned());
        }
        // Tries the full rule first. It also removes a carrier's digits, with which some numbers begin.
        let by_rule = self.without_national_prefix(digits);
        let by_prefix = self
            .home
            .national_prefix()
            .and_then(|prefix| Some(digits.strip_prefix(prefix)?.to_owned()));
        let mut longest = digits;
        for number in [&by_rule, &by_prefix].into_iter().flatten() {
            if self.has(number) {
                return Ok(number.clone());
            }
            longest = number;
        }
        // A number that is too long only with its prefix is not reported as too long.
        Err(match self.reason(digits) {
            BadPhoneNumber::TooLong => self.reason(longest),
            reason => reason,
        })
    }

    pub(super) fn is_mobile(&self, national: &str) -> bool {
        let mut kinds = self
            .countries
            .iter()
            .filter_map(|country| country.descriptors().mobile());
        kinds.any(|kind| matches(kind, national))
    }

    /// The international digits behind a prefix for calls abroad, such as 00, or 011 in the United States.
    pub(super) fn dialled_abroad<'a>(&self, digits: &'a str) -> impl Iterator<Item = &'a str> {
        let own = self.home.international_prefix().and_then(|prefix| {
            let end = at_start(prefix.as_str(), digits)?.get(0)?.end();
            digits.get(end..)
        });
        own.into_iter().chain(digits.strip_prefix("00"))
    }

    fn has(&self, national: &str) -> bool {
        let fits = self.code.len() + national.len() <= LONGEST;
        fits && (self.describes(national)
            || whatsapp::todays_spelling(&self.code, national)
                .is_some_and(|national| self.describes(&national)))
    }

    fn describes(&self, national: &str) -> bool {
        self.countries
            .iter()
            .any(|country| describes(country, national))
    }

    /// The number without the country's national prefix. A few plans also add digits that are omitted inside the
    /// country, such as an island's area code.
    fn without_national_prefix(&self, digits: &str) -> Option<String> {
        let pattern = self.home.national_prefix_for_parsing();
        let prefix = match pattern {
            Some(pattern) => pattern.as_str(),
            None => self.home.national_prefix()?,
        };
        let found = at_start(prefix, digits)?;
        let rest = digits.get(found.get(0)?.end()..)?;
        let last_group = found.get(found.len() - 1);
        match self.home.national_prefix_transform_rule() {
            Some(rule) if found.len() > 1 && last_group.is_some() => {
                let mut number = String::new();
                found.expand(rule, &mut number);
                Some(number + rest)
            }
            _ if rest.len() < digits.len() => Some(rest.to_owned()),
            _ => None,
        }
    }

    fn reason(&self, national: &str) -> BadPhoneNumber {
        let kinds = [Type::Mobile, Type::FixedLine];
        let described = self.countries.iter().flat_map(|country| {
            kinds
                .iter()
                .filter_map(|kind| country.descriptors().get(*kind))
        });
        let lengths: Vec<usize> = described
            .flat_map(|kind| kind.possible_length())
            .map(|length| usize::from(*length))
            .collect();
        match (lengths.iter().min(), lengths.iter().max()) {
            (Some(shortest), _) if national.len() < *shortest => BadPhoneNumber::TooShort,
            (_, Some(longest)) if national.len() > *longest => BadPhoneNumber::TooLong,
            _ => BadPhoneNumber::Invalid,
        }
    }
}

/// Whether a country's plan has this number.
fn describes(country: &Metadata, national: &str) -> bool {
    let mut kinds = KINDS
        .iter()
        .filter_map(|kind| country.descriptors().get(*kind));
    matches(country.descriptors().general(), national) && kinds.any(|kind| matches(kind, national))
}

/// Compares the whole number. The crate's own comparison (`Descriptor::is_match`) compares only the beginning.
fn matches(kind: &Descriptor, national: &str) -> bool {
    let lengths = kind.possible_length();
    let is_possible = u16::try_from(national.len()).is_ok_and(|length| lengths.contains(&length));
    if !is_possible && !lengths.is_empty() {
        return false;
    }
    let pattern = kind.national_number();
    match pattern.find(national) {
        Some(found) if found.range() == (0..national.len()) => true,
        // The first matching alternative may be shorter than a later one.
        Some(found) if found.start() == 0 => Regex::new(&format!("(?x)^(?:{})$", pattern.as_str()))
            .is_ok_and(|whole| whole.is_match(national)),
        _ => false,
    }
}

fn at_start<'a>(pattern: &str, digits: &'a str) -> Option<Captures<'a>> {
    let pattern = Regex::new(&format!("(?x)^(?:{pattern})")).ok()?;
    pattern.captures(digits)
}
