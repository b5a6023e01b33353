//! Adds the examples from a JSON file. A test sends every example request to a running service and checks every
//! example response against its schema.

use serde_json::{Map, Value, json};

use super::operations;

const FILE: &str = include_str!("examples.json");

/// The media type that an example belongs to.
const JSON: &str = "application/json";

pub(super) fn add(document: &mut Value) {
    let examples: Map<String, Value> = serde_json::from_str(FILE).expect("the file is JSON");
    for operation in operations(document) {
        let name = operation["operationId"].as_str().unwrap_or_default();
        let Some(example) = examples.get(name) else {
            continue;
        };
        if let Some(request) = example.get("request") {
            operation["requestBody"]["content"][JSON]["example"] = request.clone();
        }
        if let Some(answer) = example.get("answer") {
            put_answer(operation, answer);
        }
    }
    let webhooks = document["webhooks"].as_object_mut().into_iter().flatten();
    for (event, hook) in webhooks {
        if let Some(payload) = examples.get(event) {
            hook["post"]["requestBody"]["content"][JSON]["example"] = envelope(event, payload);
        }
    }
}

/// Adds the example to the response of success, of which an operation has one.
fn put_answer(operation: &mut Value, answer: &Value) {
    let responses = operation["responses"].as_object_mut().into_iter().flatten();
    for (status, response) in responses {
        if status.starts_with('2') {
            response["content"][JSON]["example"] = answer.clone();
        }
    }
}

fn envelope(event: &str, payload: &Value) -> Value {
    json!({
        "id": "evt_01k9zq3v7w8x5y6z0a1b2c3d4e",
        "event": event,
        "session": (!is_sessionless(event)).then_some("support"),
        "timestamp": "2026-11-18T15:06:40.000Z",
        "payload": payload,
    })
}

fn is_sessionless(event: &str) -> bool {
    event.starts_with("webhook.") || event.starts_with("sessions.")
}
