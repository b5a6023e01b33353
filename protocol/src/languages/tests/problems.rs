//! What is said about a phone number, about Meta's signup and about the errors of Meta's window.

use std::collections::BTreeSet;

use crate::languages::read::PROBLEMS;
use crate::languages::{all, english};

#[test]
fn each_error_of_a_number_has_its_own_sentence() {
    let errors = [
        ("invalid_phone_number", "not_a_number"),
        ("invalid_phone_number", "unknown_country"),
        ("invalid_phone_number", "too_short"),
        ("invalid_phone_number", "too_long"),
        ("invalid_phone_number", "invalid"),
        ("wrong_number", ""),
        ("unavailable", ""),
        ("whatsapp_unreachable", ""),
    ];
    for words in all().iter().map(|language| &language.words) {
        let sentences: BTreeSet<&str> = errors
            .iter()
            .map(|(code, reason)| words.number_error(code, reason))
            .collect();
        assert_eq!(sentences.len(), errors.len(), "{}", words.lang());
    }
    assert_eq!(
        english().number_error("invalid_phone_number", "landline"),
        english().number_error("invalid_phone_number", "invalid"),
    );
}

#[test]
fn every_problem_of_a_signup_has_its_own_sentences() {
    for words in all().iter().map(|language| &language.words) {
        let titles: BTreeSet<&str> = PROBLEMS.map(|code| words.problem(code).title).into();
        assert_eq!(titles.len(), PROBLEMS.len(), "{}", words.lang());
        assert!(
            PROBLEMS
                .iter()
                .all(|code| !words.problem(code).why.is_empty())
        );
        assert_eq!(
            words.problem("something_new"),
            words.problem("meta_refused")
        );
    }
}

#[test]
fn a_problem_without_a_button_names_whom_to_ask() {
    for code in [
        "app_configuration",
        "number_already_connected",
        "account_blocked",
    ] {
        assert!(english().problem(code).why.contains("Ask "), "{code}");
    }
}

#[test]
fn errors_of_the_window_have_the_sentence_of_their_code() {
    for (code, sentence) in [
        ("2388098", "as many"),
        ("2494067", "as many"),
        ("3441049", "15 minutes"),
        ("3441041", "another business"),
        ("3441042", "country"),
        ("3441045", "too new"),
        ("4563015", "Update"),
        ("2655094", "another provider"),
        ("2494028", "another provider"),
        ("2593039", "wasn’t accepted"),
        ("1675004", "pause"),
        ("4612001", "two-factor"),
        ("2655091", "robot"),
        ("3441040", "restricted"),
    ] {
        assert!(english().window_error(code).contains(sentence), "{code}");
    }
    for code in ["1", "238809", "2388098 2494067", "unknown"] {
        assert_eq!(
            english().window_error(code),
            english().window_error(""),
            "{code}"
        );
    }
}
