//! The API document: compared with a snapshot, so that every change is visible, and checked against a running service
//! and the sources.

mod call;
mod codes;
mod document;
mod events;
mod examples;
mod explorer;
mod generate;
mod property;
mod reach;
mod walk;

pub use call::Call;
pub use document::{Document, Operation};

use titan_connect::domain::failure::Failure;

use crate::support::TestService;

#[tokio::test]
async fn the_document_matches_its_snapshot() {
    let service = TestService::start().await;
    let document = Document::of(&service).await;
    insta::with_settings!({sort_maps => true}, {
        insta::assert_json_snapshot!("document", document.root);
    });
}

/// An undocumented failure would break generated clients.
#[tokio::test]
async fn every_failure_of_a_session_is_in_the_document() {
    let service = TestService::start().await;
    let document = Document::of(&service).await;
    let listed: Vec<String> =
        serde_json::from_value(document.root["components"]["schemas"]["Failure"]["enum"].clone())
            .expect("the failures are a list of words");
    let known: Vec<&str> = Failure::all().map(Failure::as_str).collect();
    assert_eq!(listed, known);
}

/// An unresolved reference breaks every reader.
#[tokio::test]
async fn every_reference_resolves() {
    fn follow(document: &Document, value: &serde_json::Value) -> usize {
        use serde_json::Value;
        let here = usize::from(value["$ref"].is_string());
        document.resolved(value);
        let inside: usize = match value {
            Value::Object(object) => object.values().map(|value| follow(document, value)).sum(),
            Value::Array(list) => list.iter().map(|value| follow(document, value)).sum(),
            _ => 0,
        };
        here + inside
    }
    let service = TestService::start().await;
    let document = Document::of(&service).await;
    assert!(follow(&document, &document.root) > 100);
}

#[tokio::test]
async fn every_operation_has_a_summary_and_descriptions() {
    let service = TestService::start().await;
    let document = Document::of(&service).await;
    assert_eq!(document.root["openapi"], "3.1.0");
    let mut ids = Vec::new();
    for operation in document.operations() {
        let (id, what) = (&operation.id, &operation.what);
        assert!(!ids.contains(id), "two operations are called {id}");
        ids.push(id.clone());
        assert!(what["summary"].is_string(), "{id} has no summary");
        assert_eq!(what["tags"].as_array().map(Vec::len), Some(1), "{id}");
        assert!(
            operation.path.starts_with("/health/") || operation.scheme().is_some(),
            "{id} has no security"
        );
        for (status, answer) in operation.answers() {
            assert!(answer["description"].is_string(), "{id} {status}");
            assert!(
                answer["headers"]["X-Request-Id"].is_object(),
                "{id} {status}"
            );
        }
    }
    assert!(ids.len() > 30, "{ids:?}");
}
