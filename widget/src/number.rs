//! A phone number while it is typed: grouped lightly, never argued with. The service decides if it can exist.

use crate::countries::{self, Country};

/// How people write numbers there: dialling code, then the sizes of the groups.
const GROUPS: &str = "1 334,7 3322,27 234,31 144,33 12222,34 333,351 333,352 333,39 334,41 2322,44 46,48 333,49 3333,\
    52 244,54 244,55 254,56 144,57 334,61 333,62 3444,63 334,65 44,81 244,82 244,86 344,90 3322,91 55,92 37,234 334,\
    254 333,971 234";
/// For everybody else; the last group takes what is left.
const GROUP: usize = 3;

/// Countries whose numbers keep the zero in front when they are called from abroad.
const KEEPS_ZERO: &str = "39 225 241 242 378";

/// Longer than any number, so that what does not fit is the service's to say.
const LONGEST: usize = 20;

/// The country and the number to ask for, `+` and digits alone; `None` if no digit was typed.
pub(crate) fn e164(typed: &str, picked: Country) -> Option<String> {
    let digits = digits(typed);
    if let Some(international) = international(typed) {
        return (!international.is_empty()).then(|| ["+", &international].concat());
    }
    if digits.is_empty() {
        return None;
    }
    let keeps = KEEPS_ZERO.split(' ').any(|dial| dial == picked.dial);
    let national = match digits.strip_prefix('0') {
        Some(rest) if !keeps => rest,
        _ => &digits,
    };
    Some(["+", picked.dial, national].concat())
}

/// The country that a number in international form names.
pub(crate) fn country(typed: &str, picked: Country) -> Country {
    match international(typed) {
        Some(digits) if !digits.is_empty() => countries::of_digits(&digits, Some(picked)),
        _ => picked,
    }
}

/// What was typed, in groups. Ends in a digit, so that deleting at the end always deletes one.
pub(crate) fn grouped(typed: &str, picked: Country) -> String {
    match international(typed) {
        Some(all) => {
            let country = countries::of_digits(&all, Some(picked));
            match all.strip_prefix(country.dial) {
                Some("") => ["+", &all].concat(),
                Some(rest) => ["+", country.dial, " ", &spaced(rest, country.dial)].concat(),
                None => ["+", &all].concat(),
            }
        }
        None => spaced(&digits(typed), picked.dial),
    }
}

/// The same number once another country was picked: the code in front goes, the rest stays.
pub(crate) fn national(typed: &str, before: Country) -> String {
    match international(typed) {
        Some(all) => match all.strip_prefix(before.dial) {
            Some(rest) => rest.into(),
            None => all,
        },
        None => digits(typed),
    }
}

/// The digits of a number that starts with `+` or `00`.
fn international(typed: &str) -> Option<String> {
    let all = digits(typed);
    if typed.trim_start().starts_with('+') {
        return Some(all);
    }
    all.strip_prefix("00").map(Into::into)
}

fn digits(typed: &str) -> String {
    let digits = typed.chars().filter(char::is_ascii_digit);
    digits.take(LONGEST).collect()
}

fn spaced(digits: &str, dial: &str) -> String {
    let sizes = GROUPS.split(',').find_map(|line| {
        let (code, sizes) = line.split_once(' ')?;
        (code == dial).then_some(sizes)
    });
    let mut sizes = sizes
        .unwrap_or_default()
        .bytes()
        .map(|size| usize::from(size - b'0'));
    let mut text = String::new();
    let mut rest = digits;
    while !rest.is_empty() {
        let size = sizes.next().unwrap_or(GROUP);
        // A last group of one or two digits reads badly.
        let size = if rest.len() <= size + 1 {
            rest.len()
        } else {
            size
        };
        // Digits have no inside to be cut at; the checked way leaves a kilobyte of complaints out of the download.
        let (group, behind) = rest.split_at_checked(size).unwrap_or((rest, ""));
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(group);
        rest = behind;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(iso: &str) -> Country {
        countries::all()
            .find(|country| country.iso == iso)
            .expect("the table has it")
    }

    #[test]
    fn a_national_number_gets_its_country() {
        assert_eq!(
            e164("(11) 91234-5678", from("BR")).as_deref(),
            Some("+5511912345678")
        );
        assert_eq!(
            e164("0171 1234567", from("DE")).as_deref(),
            Some("+491711234567")
        );
        assert_eq!(
            e164("06 6982", from("IT")).as_deref(),
            Some("+39066982"),
            "an Italian zero belongs to the number"
        );
        assert_eq!(e164(" ", from("DE")), None);
        assert_eq!(e164("+", from("DE")), None);
    }

    #[test]
    fn an_international_number_brings_its_country() {
        for typed in ["+55 11 91234-5678", "0055 11 91234 5678"] {
            assert_eq!(country(typed, from("US")).iso, "BR");
            assert_eq!(e164(typed, from("US")).as_deref(), Some("+5511912345678"));
        }
        assert_eq!(country("11 91234", from("US")).iso, "US");
    }

    #[test]
    fn numbers_are_grouped_as_people_write_them() {
        assert_eq!(grouped("11912345678", from("BR")), "11 91234 5678");
        assert_eq!(grouped("4155550123", from("US")), "415 555 0123");
        assert_eq!(grouped("+5511912345678", from("US")), "+55 11 91234 5678");
        assert_eq!(grouped("+", from("US")), "+");
        assert_eq!(grouped("91234567", from("AO")), "912 345 67");
    }

    #[test]
    fn deleting_always_deletes_a_digit() {
        let mut typed = grouped("11912345678", from("BR"));
        for left in (0..11).rev() {
            typed.pop();
            typed = grouped(&typed, from("BR"));
            assert_eq!(digits(&typed).len(), left);
        }
    }

    #[test]
    fn another_country_keeps_the_number() {
        assert_eq!(national("+1 415 555 0123", from("US")), "4155550123");
        assert_eq!(national("415 555", from("US")), "415555");
    }
}
