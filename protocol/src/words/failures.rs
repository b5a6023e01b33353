//! Holds `docs/FAILURES.md` to the words: what the table says a person reads is what the person reads.

use super::{Words, language::EN};

const TABLE: &str = include_str!("../../../docs/FAILURES.md");

/// Every reason the service or the widget can give, in the table's order.
const REASONS: [&str; 16] = [
    "passkey_required",
    "coexistence",
    "link_refused",
    "wrong_number",
    "banned",
    "outdated",
    "device_limit",
    "logged_out",
    "replaced",
    "throttled",
    "code_limit",
    "offline",
    "unavailable",
    "unreachable",
    "proxy_refused",
    "unknown",
];

/// Title, cause and button as a person meets them.
fn told(words: &Words, reason: &str) -> (String, String) {
    // A lost connection is no screen of its own: one line under the code, which stays.
    if reason == "offline" {
        return (words.offline.into(), "—".into());
    }
    let advice = words.failure(reason);
    (
        format!("**{}** {}", advice.title, advice.why),
        advice.next.into(),
    )
}

/// The table's rows, cell by cell.
fn rows() -> Vec<Vec<&'static str>> {
    let reasons = TABLE.split("## Reasons of Meta").next().unwrap_or(TABLE);
    reasons
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

#[test]
fn every_reason_has_its_row() {
    let listed: Vec<String> = rows().iter().map(|row| row[0].replace('`', "")).collect();
    assert_eq!(listed, REASONS);
}

#[test]
fn the_table_contains_the_sentences_of_the_widget() {
    for row in rows() {
        let [reason, _, reads, next, test] = row[..] else {
            panic!("a row of five cells, not {row:?}");
        };
        let (sentence, button) = told(&EN, reason.trim_matches('`'));
        assert_eq!(reads, sentence, "{reason}");
        assert_eq!(next, button, "{reason}");
        assert!(!test.is_empty(), "{reason} has no test");
    }
}

#[test]
fn every_failure_has_a_next_step() {
    for reason in REASONS.into_iter().filter(|reason| *reason != "offline") {
        let advice = EN.failure(reason);
        assert!(
            !advice.why.is_empty() && !advice.next.is_empty(),
            "{reason}"
        );
    }
}
