//! A phone number as it may be shown: enough to recognise one's own, too little to copy.

/// `+5511912345678` as `+55 •••• 5678`.
pub(crate) fn mask(e164: &str) -> String {
    let digits = e164.trim_start_matches('+');
    let Some((country, rest)) = digits.split_at_checked(country_digits(digits)) else {
        return "••••".into();
    };
    // At least half of a short number stays hidden.
    let shown = (rest.len() / 2).min(4);
    let end = rest.get(rest.len() - shown..).unwrap_or_default();
    ["+", country, " •••• ", end].concat()
}

/// How many digits the country code has (ITU-T E.164: zones 1 and 7 have one, these have two, the rest three).
fn country_digits(digits: &str) -> usize {
    let mut digits = digits.chars();
    let two = match digits.next() {
        Some('1' | '7') => return 1,
        Some('2') => "07",
        Some('3') => "0123469",
        Some('4') => "013456789",
        Some('5') => "12345678",
        Some('6') => "0123456",
        Some('8') => "1246",
        Some('9') => "0123458",
        _ => "",
    };
    if digits.next().is_some_and(|second| two.contains(second)) {
        2
    } else {
        3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_code_and_the_last_digits_stay() {
        assert_eq!(mask("+5511912345678"), "+55 •••• 5678");
        assert_eq!(mask("+14155550123"), "+1 •••• 0123");
        assert_eq!(mask("+351912345678"), "+351 •••• 5678");
        assert_eq!(mask("+4915123456789"), "+49 •••• 6789");
    }

    #[test]
    fn a_short_number_stays_mostly_hidden() {
        assert_eq!(mask("+290123"), "+290 •••• 3");
        assert_eq!(mask("+2"), "••••");
        assert_eq!(mask(""), "••••");
    }
}
