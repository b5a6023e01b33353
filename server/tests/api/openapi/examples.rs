//! The document's examples: each request is accepted by a running service, each response matches its schema.

use serde_json::Value;

use super::walk::Walk;
use super::{Document, Operation};
use crate::support::TestService;

/// The successful response of an operation, in JSON.
fn success(operation: &Operation) -> Option<Value> {
    let answers = operation.answers();
    let (_, answer) = answers.iter().find(|(status, _)| status.starts_with('2'))?;
    Some(answer["content"]["application/json"].clone())
}

#[tokio::test]
async fn every_example_response_matches_its_schema() {
    let service = TestService::start().await;
    let document = Document::of(&service).await;
    for operation in document.operations() {
        let success =
            success(&operation).unwrap_or_else(|| panic!("{} has no success", operation.id));
        let example = &success["example"];
        assert!(example.is_object(), "{} shows no answer", operation.id);
        let validator = document.validator(&success["schema"]);
        let faults: Vec<String> = validator
            .iter_errors(example)
            .map(|fault| fault.to_string())
            .collect();
        assert!(faults.is_empty(), "{} {example}: {faults:?}", operation.id);
    }
}

#[tokio::test]
async fn every_example_request_is_accepted() {
    let mut walk = Walk::start().await;
    walk.succeed_everywhere().await;
    let shown = walk.document.operations().into_iter();
    for operation in shown.filter(|operation| operation.request().is_some()) {
        assert!(
            operation.example().unwrap().is_object(),
            "{} shows no request",
            operation.id
        );
        assert!(
            walk.sent_examples.contains(&operation.id),
            "the example of {} was not sent",
            operation.id
        );
    }
}
