//! Every code that the sources can tell is in the document, and the other way round.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::Document;
use crate::support::TestService;

/// Told where no operation is, or to the widget alone.
const OUTSIDE: [&str; 3] = ["invalid_widget_token", "no_such_method", "wrong_number"];

/// What stands in quotes behind `before`, wherever that is.
fn quoted_after(text: &str, before: &str) -> Vec<String> {
    let found = text.split(before).skip(1).filter_map(|rest| {
        let word = rest.trim_start().strip_prefix('"')?;
        Some(word[..word.find('"')?].to_owned())
    });
    found.collect()
}

/// Codes as `http/error.rs` tells them, and as the extractors and handlers do.
fn told() -> BTreeSet<String> {
    let http = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    let errors = fs::read_to_string(http.join("error.rs")).unwrap();
    let mut found = BTreeSet::new();
    // `(S::NOT_FOUND, "session_not_found", …)`
    for status in errors.split("S::").skip(1) {
        let code = status.split_once(',').map(|(_, rest)| rest).unwrap();
        found.extend(quoted_after(&format!(",{code}"), ",").into_iter().next());
    }
    let refusals = fs::read_to_string(http.join("error/refusals.rs")).unwrap();
    let fields = refusals.split("field_errors! {").nth(1).unwrap();
    found.extend(quoted_after(fields.split('}').next().unwrap(), "=>"));
    let mut folders = vec![http];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.extend(quoted_after(&text, "ApiError::field("));
            }
        }
    }
    found.retain(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
    found
}

#[tokio::test]
async fn the_document_lists_every_code_that_is_told_and_no_other() {
    let service = TestService::start().await;
    let document = Document::of(&service).await;
    let listed = document.root["components"]["schemas"]["ErrorCode"]["enum"]
        .as_array()
        .unwrap();
    let listed: BTreeSet<String> = listed
        .iter()
        .map(|code| code.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        told(),
        listed,
        "told by the sources, listed in http/error/codes.rs"
    );
    let all = document
        .operations()
        .into_iter()
        .flat_map(|operation| operation.outcomes());
    let mut used: BTreeSet<String> = all.filter_map(|outcome| outcome.1).collect();
    for outside in OUTSIDE {
        assert!(
            used.insert(outside.to_owned()),
            "{outside} is an operation's"
        );
    }
    assert_eq!(
        used, listed,
        "named by operations, listed in http/error/codes.rs"
    );
}
