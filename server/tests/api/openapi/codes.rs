//! Every error code is in the document, used in the sources, and listed by an operation.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::Document;
use crate::support::TestService;

/// Codes of requests to unknown routes, of the widget's routes, and of those that Meta calls.
const OUTSIDE: [&str; 7] = [
    "invalid_pin",
    "invalid_signature",
    "invalid_verify_token",
    "invalid_widget_token",
    "no_such_method",
    "signup_not_expected",
    "wrong_number",
];

fn collect(folder: &Path, sources: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(path);
        }
    }
}

/// The sources of the HTTP layer, without the table of codes.
fn words() -> BTreeSet<String> {
    let http = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    let mut sources = Vec::new();
    collect(&http, &mut sources);
    sources.retain(|path| !path.ends_with("error/codes.rs"));
    let text = sources.iter().map(|path| fs::read_to_string(path).unwrap());
    let is_word = |c: char| c.is_alphanumeric();
    text.flat_map(|text| {
        let words = text.split(|c| !is_word(c)).map(str::to_owned);
        words.collect::<Vec<_>>()
    })
    .collect()
}

/// `session_not_found` as the sources write it: `SessionNotFound`.
fn variant(code: &str) -> String {
    let capitalised = |word: &str| word[..1].to_uppercase() + &word[1..];
    code.split('_').map(capitalised).collect()
}

#[tokio::test]
async fn every_code_is_used_by_the_sources_and_named_by_an_operation() {
    let service = TestService::start().await;
    let document = Document::of(&service).await;
    let listed = document.root["components"]["schemas"]["ErrorCode"]["enum"]
        .as_array()
        .unwrap();
    let text = |code: &serde_json::Value| code.as_str().unwrap().to_owned();
    let listed: BTreeSet<String> = listed.iter().map(text).collect();
    let words = words();
    for code in &listed {
        assert!(words.contains(&variant(code)), "{code} is never used");
    }
    let operations = document.operations().into_iter();
    let outcomes = operations.flat_map(|operation| operation.outcomes());
    let mut named: BTreeSet<String> = outcomes.filter_map(|outcome| outcome.1).collect();
    for outside in OUTSIDE {
        assert!(
            named.insert(outside.to_owned()),
            "an operation names {outside}"
        );
    }
    assert_eq!(named, listed, "named by operations, listed in the table");
}
