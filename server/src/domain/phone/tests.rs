//! Numbers as people write them, number by number, and each country's own examples.

use super::*;

mod countries;

fn parsed(text: &str) -> Result<String, BadPhoneNumber> {
    PhoneNumber::parse(text).map(|number| number.0)
}

fn parsed_in(country: &str, text: &str) -> Result<String, BadPhoneNumber> {
    PhoneNumber::parse_in(country, text).map(|number| number.0)
}

#[test]
fn punctuation_is_dropped() {
    for text in [
        "+55 11 91234-5678",
        "+55 (11) 91234.5678",
        "+5511912345678",
        " +55 11 91234 5678 ",
        "\u{202a}+55 11 91234\u{2011}5678\u{202c}",
    ] {
        assert_eq!(parsed(text), Ok("+5511912345678".into()), "{text}");
    }
}

#[test]
fn a_number_that_cannot_exist_is_refused_with_the_reason() {
    use BadPhoneNumber::{Invalid, NotANumber, TooLong, TooShort, UnknownCountry};
    for (text, reason) in [
        ("", NotANumber),
        ("11 91234-5678", NotANumber),
        ("+", NotANumber),
        ("+5", NotANumber),
        ("+55 11 abc", NotANumber),
        ("++5511912345678", NotANumber),
        ("+999 123456789", UnknownCountry),
        ("+0 151 12345678", UnknownCountry),
        ("+55", TooShort),
        ("+55 11 91", TooShort),
        ("+55 011 91", TooShort),
        ("+55 11 91234-56789", TooLong),
        ("+55119123456789012", TooLong),
        ("+551191234567890123456789", TooLong),
        ("+1 111 111 1111", Invalid),
        // Begins like a Dutch or Malaysian mobile number, with too many digits.
        ("+31 6 1234567853", Invalid),
        ("+60 12-3456 7890", Invalid),
        // Italy has no trunk prefix; the zero belongs to the numbers that have one.
        ("+39 0 333 123 4567", Invalid),
        ("+36 0 20 123 4567", TooLong),
    ] {
        assert_eq!(parsed(text), Err(reason), "{text:?}");
    }
}

#[test]
fn a_trunk_prefix_behind_the_country_code_is_removed() {
    for (text, number) in [
        ("+49 (0)151 12340021", "+4915112340021"),
        ("+44 (0)7400 123456", "+447400123456"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("+55 011 91234-5678", "+5511912345678"),
        ("+55 0 15 11 91234-5678", "+5511912345678"),
        ("+7 8 912 345-66-08", "+79123456608"),
        ("+7 8 812 234-56-78", "+78122345678"),
        ("+36 06 20 123 4567", "+36201234567"),
        ("+370 8 612 34567", "+37061234567"),
        ("+1 1 201 555 0123", "+12015550123"),
        ("+54 011 15 2345-6789", "+5491123456789"),
        ("+39 06 698 12345", "+390669812345"),
        ("+378 0549 886377", "+3780549886377"),
        ("+225 01 23 45 67 89", "+2250123456789"),
        ("+242 06 123 4567", "+242061234567"),
        ("+241 06 03 12 34", "+24106031234"),
        ("+229 01 95 12 34 56", "+2290195123456"),
        ("+7 812 234-56-78", "+78122345678"),
        ("+7 800 123-45-67", "+78001234567"),
    ] {
        assert_eq!(parsed(text), Ok(number.into()), "{text}");
    }
}

#[test]
fn a_local_number_is_read_by_the_plan_of_the_chosen_country() {
    for (country, text, number) in [
        ("DE", "0151 12340021", "+4915112340021"),
        ("DE", "151 12340021", "+4915112340021"),
        ("DE", "49 151 12340021", "+4915112340021"),
        ("de", "+49 (0)151 12340021", "+4915112340021"),
        ("RU", "8 912 345-66-08", "+79123456608"),
        ("RU", "8 812 234-56-78", "+78122345678"),
        ("RU", "7 912 345-66-08", "+79123456608"),
        ("KZ", "8 771 000 9998", "+77710009998"),
        ("BR", "011 91234-5678", "+5511912345678"),
        ("BR", "(11) 91234-5678", "+5511912345678"),
        ("BR", "5511912345678", "+5511912345678"),
        ("BR", "0055 11 91234 5678", "+5511912345678"),
        ("CO", "0 321 123 4567", "+573211234567"),
        ("HU", "06 20 123 4567", "+36201234567"),
        ("IT", "06 698 12345", "+390669812345"),
        ("AR", "011 15 2345-6789", "+5491123456789"),
        ("US", "011 44 7400 123456", "+447400123456"),
        ("US", "00 44 7400 123456", "+447400123456"),
        ("US", "+55 11 91234-5678", "+5511912345678"),
        ("RU", "8 10 44 7400 123456", "+447400123456"),
        ("GG", "07781 123456", "+447781123456"),
        ("GG", "07400 123456", "+447400123456"),
        ("DO", "809 234 5678", "+18092345678"),
        ("BS", "359 1234", "+12423591234"),
    ] {
        assert_eq!(
            parsed_in(country, text),
            Ok(number.into()),
            "{country} {text}"
        );
    }
}

#[test]
fn a_local_number_that_cannot_exist_is_refused_with_the_reason() {
    use BadPhoneNumber::{NotANumber, TooLong, TooShort, UnknownCountry};
    for (country, text, reason) in [
        ("DE", "", NotANumber),
        ("BR", "11 91", TooShort),
        ("US", "55 11 99999-0001", TooLong),
        ("XX", "0151 12340021", UnknownCountry),
        ("", "0151 12340021", UnknownCountry),
    ] {
        assert_eq!(parsed_in(country, text), Err(reason), "{country} {text}");
    }
}

#[test]
fn a_lock_in_any_spelling_matches_the_right_account() {
    for (lock, account) in [
        ("+49 (0)151 12347777", "+4915112347777"),
        ("+4915112347777", "+4915112347777"),
        // Brazil: with and without the ninth digit, whichever side has it.
        ("+55 31 98888-0002", "+553188880002"),
        ("+55 31 8888-0002", "+5531988880002"),
        ("+55 031 8888-0002", "+553188880002"),
        ("+55 11 98888-0002", "+5511988880002"),
        // Mexico: with and without the 1.
        ("+52 55 1234 5678", "+5215512345678"),
        ("+52 1 55 1234 5678", "+525512345678"),
        ("+52 1 55 1234 5678", "+5215512345678"),
        // Argentina: with and without the 9, and as it is dialled there.
        ("+54 11 2345-6789", "+5491123456789"),
        ("+54 9 11 2345-6789", "+541123456789"),
        ("+54 011 15 2345-6789", "+5491123456789"),
    ] {
        let lock = PhoneNumber::parse(lock).unwrap();
        assert!(lock.matches(account), "{} {account}", lock.0);
    }
}

#[test]
fn a_lock_matches_no_other_account() {
    for (lock, account) in [
        ("+4915112347777", "+4915112347778"),
        ("+4915112347777", "+49015112347778"),
        ("+55 31 98888-0002", "+553188880003"),
        ("+55 31 98888-0002", "+552188880002"),
        // A Brazilian fixed line is not the mobile number with a 9 in front of it.
        ("+55 11 92345-6789", "+551123456789"),
        ("+52 55 1234 5678", "+5215512345679"),
        ("+54 9 11 2345-6789", "+5491123456780"),
        ("+1 201 555 0123", "+12015550124"),
        ("+1 201 555 0123", ""),
        ("+1 201 555 0123", "+"),
    ] {
        let lock = PhoneNumber::parse(lock).unwrap();
        assert!(!lock.matches(account), "{} {account}", lock.0);
    }
}

#[test]
fn a_number_stored_before_the_plans_were_applied_is_read_and_matches() {
    let lock = PhoneNumber::from_stored("+49015112347777").unwrap();
    assert!(lock.matches("+4915112347777"));
    // No plan has this one today. It stays as it is, and only the same digits match.
    let unknown = PhoneNumber::from_stored("+1111111111").unwrap();
    assert_eq!(unknown.as_str(), "+1111111111");
    assert!(unknown.matches("+1111111111") && !unknown.matches("+1111111112"));
    assert!(PhoneNumber::from_stored("").is_err());
}

#[test]
fn debug_output_hides_the_number() {
    let number = PhoneNumber::parse("+5511912345678").unwrap();
    assert_eq!(format!("{number:?}"), "+…78");
}
