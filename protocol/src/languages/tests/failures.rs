//! Compares `docs/FAILURES.md` with the sentences: what the table says a person reads is what the person reads.

use crate::languages::{all, english};
use crate::words::Words;

const TABLE: &str = include_str!("../../../../docs/FAILURES.md");

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

/// Title and cause, and the button.
fn shown(words: &Words, reason: &str) -> (String, String) {
    // A lost connection is no screen of its own: one line under the code, which stays.
    if reason == "offline" {
        return (words.offline().into(), "—".into());
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
        let (sentence, button) = shown(english(), reason.trim_matches('`'));
        assert_eq!(reads, sentence, "{reason}");
        assert_eq!(next, button, "{reason}");
        assert!(!test.is_empty(), "{reason} has no test");
    }
}

#[test]
fn every_reason_has_its_own_sentences_and_a_next_step() {
    for words in all().iter().map(|language| &language.words) {
        for reason in REASONS {
            let advice = words.failure(reason);
            let lang = words.lang();
            assert!(
                !advice.why.is_empty() && !advice.next.is_empty(),
                "{lang} {reason}"
            );
            let is_general = ["unknown", "offline"].contains(&reason);
            assert_eq!(
                advice == words.failure("something_new"),
                is_general,
                "{lang} {reason}"
            );
        }
    }
}
