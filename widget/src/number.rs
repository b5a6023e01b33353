//! A phone number while it is typed: only grouped, never rejected. The service has the numbering plans: it removes a
//! national prefix and decides whether the number can exist.

use crate::countries::{self, Country};

/// How numbers are written in a country: dialling code, then the sizes of the groups.
const GROUPS: &str = "1 334,7 3322,27 234,31 144,33 12222,34 333,351 333,352 333,39 334,41 2322,44 46,48 333,49 3333,\
    52 244,54 244,55 254,56 144,57 334,61 333,62 3444,63 334,65 44,81 244,82 244,86 344,90 3322,91 55,92 37,234 334,\
    254 333,971 234";
/// For all other countries; the last group takes what is left.
const GROUP: usize = 3;

/// Longer than any number, so that the service rejects what is too long.
const LONGEST: usize = 20;

/// How long a North American number is without its area code.
const WITHOUT_AREA: usize = 7;

/// The number to send to the service: `+` and digits, or the digits of a local number of the picked country. `None` if
/// no digit was typed.
pub(crate) fn requested(typed: &str, picked: Country) -> Option<String> {
    if let Some(international) = international(typed, picked) {
        return (!international.is_empty()).then(|| ["+", &international].concat());
    }
    let digits = digits(typed);
    // An island with an area code of its own (+1 809) has it in the code that is shown next to the field.
    let area_is_shown = picked.dial.starts_with('1') && picked.dial != "1";
    if area_is_shown && digits.len() == WITHOUT_AREA {
        return Some(["+", picked.dial, &digits].concat());
    }
    (!digits.is_empty()).then_some(digits)
}

/// The country of a number in international form, else the picked one.
pub(crate) fn country(typed: &str, picked: Country) -> Country {
    match international(typed, picked) {
        Some(digits) if !digits.is_empty() => countries::of_digits(&digits, Some(picked)),
        _ => picked,
    }
}

/// What was typed, in groups. Ends in a digit, so that deleting at the end always deletes one.
pub(crate) fn grouped(typed: &str, picked: Country) -> String {
    match international(typed, picked) {
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

/// The same number without the dialling code of the country that was picked before.
pub(crate) fn national(typed: &str, before: Country) -> String {
    match international(typed, before) {
        Some(all) => match all.strip_prefix(before.dial) {
            Some(rest) => rest.into(),
            None => all,
        },
        None => digits(typed),
    }
}

/// The digits of a number that starts with `+` or as a call abroad is dialled: `00`, in North America also `011`.
fn international(typed: &str, picked: Country) -> Option<String> {
    let all = digits(typed);
    // Address books add invisible marks of the writing direction.
    let first = typed.chars().find(|c| *c == '+' || c.is_ascii_digit());
    if first == Some('+') {
        return Some(all);
    }
    let dialled = match all.strip_prefix("011") {
        Some(rest) if picked.dial.starts_with('1') => Some(rest),
        _ => all.strip_prefix("00"),
    };
    dialled.map(Into::into)
}

fn digits(typed: &str) -> String {
    let digits = typed.chars().filter(char::is_ascii_digit);
    digits.take(LONGEST).collect()
}

fn spaced(digits: &str, dial: &str) -> String {
    let mut sizes = group_sizes(dial)
        .bytes()
        .map(|size| usize::from(size - b'0'));
    let mut text = String::new();
    let mut rest = digits;
    while !rest.is_empty() {
        let size = sizes.next().unwrap_or(GROUP);
        // A last group of one or two digits is hard to read.
        let size = if rest.len() <= size + 1 {
            rest.len()
        } else {
            size
        };
        // Digits can be cut anywhere; the checked way leaves a kilobyte of panic messages out of the download.
        let (group, remaining) = rest.split_at_checked(size).unwrap_or((rest, ""));
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(group);
        rest = remaining;
    }
    text
}

fn group_sizes(dial: &str) -> &'static str {
    let sizes = GROUPS.split(',').find_map(|entry| {
        let (code, sizes) = entry.split_once(' ')?;
        (code == dial).then_some(sizes)
    });
    sizes.unwrap_or_default()
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
    fn a_local_number_is_sent_as_typed() {
        for (iso, typed, sent) in [
            ("BR", "(11) 91234-5678", "11912345678"),
            ("BR", "011 91234-5678", "011912345678"),
            ("DE", "0151 12340021", "015112340021"),
            ("RU", "8 912 345-66-08", "89123456608"),
            ("HU", "06 20 123 4567", "06201234567"),
            ("IT", "06 6982", "066982"),
            ("US", "(201) 555-0123", "2015550123"),
            // Without the area code that the button shows, and with it.
            ("DO", "234 5678", "+18092345678"),
            ("DO", "809 234 5678", "8092345678"),
        ] {
            assert_eq!(
                requested(typed, from(iso)).as_deref(),
                Some(sent),
                "{iso} {typed}"
            );
        }
        assert_eq!(requested(" ", from("DE")), None);
        assert_eq!(requested("+", from("DE")), None);
    }

    #[test]
    fn an_international_number_selects_its_country() {
        for typed in [
            "+55 11 91234-5678",
            "\u{202a}+55 11 91234-5678\u{202c}",
            "0055 11 91234 5678",
            "011 55 11 91234 5678",
        ] {
            assert_eq!(country(typed, from("US")).iso, "BR");
            assert_eq!(
                requested(typed, from("US")).as_deref(),
                Some("+5511912345678")
            );
        }
        assert_eq!(country("11 91234", from("US")).iso, "US");
        assert_eq!(country("011 91234 5678", from("BR")).iso, "BR");
    }

    #[test]
    fn a_trunk_zero_after_the_country_code_is_sent_to_the_service() {
        let typed = "+49 (0)151 12340021";
        assert_eq!(country(typed, from("US")).iso, "DE");
        assert_eq!(
            requested(typed, from("US")).as_deref(),
            Some("+49015112340021")
        );
    }

    #[test]
    fn numbers_are_grouped_as_their_country_writes_them() {
        assert_eq!(grouped("11912345678", from("BR")), "11 91234 5678");
        assert_eq!(grouped("4155550123", from("US")), "415 555 0123");
        assert_eq!(grouped("+5511912345678", from("US")), "+55 11 91234 5678");
        assert_eq!(grouped("+", from("US")), "+");
        assert_eq!(grouped("91234567", from("AO")), "912 345 67");
    }

    #[test]
    fn deleting_always_removes_a_digit() {
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
