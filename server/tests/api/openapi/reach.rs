//! Reaches every documented status and code of every operation, so that the document lists only responses that occur.

mod common;
mod own;
mod pairing;
mod quotas;

use std::collections::BTreeSet;

use super::walk::{Outcome, Walk};
use crate::support::TestService;

/// Responses that no test can cause, and why. `*`: of any operation.
const UNREACHED: [(&str, &str, &str); 3] = [
    (
        "*",
        "timeout",
        "one layer tells it of every operation, and only those that wait for WhatsApp can be held up on purpose",
    ),
    (
        "*",
        "body_timeout",
        "one layer tells it of every operation with a body, before the operation is known; `connections.rs` holds one up",
    ),
    (
        "createPairCode",
        "unavailable",
        "WhatsApp refuses a request for a code with an answer that the sandbox does not know to give",
    ),
];

#[tokio::test]
async fn every_documented_response_is_reached_by_a_case() {
    let mut walk = Walk::start().await;
    walk.succeed_everywhere().await;
    let mut reached = walk.reached;
    reached.extend(common::refusals().await);
    reached.extend(common::with_no_requests_left().await);
    reached.extend(common::with_no_place_left().await);
    reached.extend(common::without_a_database().await);
    reached.extend(common::held_up().await);
    reached.extend(own::refusals().await);
    reached.extend(own::with_required_origins().await);
    reached.extend(quotas::reached().await);
    reached.extend(pairing::refusals().await);

    let service = TestService::start().await;
    let document = super::Document::of(&service).await;
    let named: BTreeSet<Outcome> = document
        .operations()
        .into_iter()
        .flat_map(|operation| {
            let outcomes = operation.outcomes().into_iter();
            outcomes.map(move |(status, code)| (operation.id.clone(), status, code))
        })
        .collect();
    let excused = |(id, _, code): &&Outcome| {
        UNREACHED
            .iter()
            .any(|(of, what, _)| (*of == "*" || of == id) && code.as_deref() == Some(what))
    };
    let missing: Vec<&Outcome> = named
        .difference(&reached)
        .filter(|outcome| !excused(outcome))
        .collect();
    assert!(
        missing.is_empty(),
        "nobody has shown how to get {missing:#?}"
    );
    for (of, what, _) in UNREACHED.iter().filter(|(of, ..)| *of != "*") {
        let stale = reached
            .iter()
            .any(|(id, _, code)| id == of && code.as_deref() == Some(what));
        assert!(!stale, "{of} {what} can be reached; take it off the list");
    }
}
