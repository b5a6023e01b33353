use super::*;

/// The codes of `signup.problem`.
const PROBLEMS: [&str; 16] = [
    "code_expired",
    "code_used",
    "interrupted",
    "app_configuration",
    "not_granted",
    "permission_missing",
    "access_revoked",
    "wrong_number",
    "number_already_connected",
    "pin_locked",
    "number_unverified",
    "number_busy",
    "account_blocked",
    "rate_limited",
    "meta_unavailable",
    "meta_refused",
];

#[test]
fn every_problem_has_its_own_sentences() {
    let mut titles: Vec<_> = PROBLEMS
        .map(|code| {
            let advice = EN.problem(code);
            assert!(!advice.why.is_empty(), "{code}");
            advice.title
        })
        .into();
    titles.sort_unstable();
    titles.dedup();
    assert_eq!(titles.len(), PROBLEMS.len());
    assert_eq!(EN.problem("something_new"), EN.problem("meta_refused"));
}

#[test]
fn a_problem_without_a_button_names_whom_to_ask() {
    for code in [
        "app_configuration",
        "number_already_connected",
        "account_blocked",
    ] {
        assert!(EN.problem(code).why.contains("Ask "), "{code}");
    }
}

#[test]
fn errors_of_the_window_are_recognised_by_their_whole_code() {
    let general = EN.error("");
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
        assert!(EN.error(code).contains(sentence), "{code}");
    }
    for code in ["1", "238809", "2388098 2494067", "unknown"] {
        assert_eq!(EN.error(code), general, "{code}");
    }
}
