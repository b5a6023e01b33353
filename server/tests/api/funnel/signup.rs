//! The steps of links whose number is connected through Meta's signup.

use std::time::Duration;

use serde_json::json;

use super::{came, ended, of, stats};
use crate::support::TestService;

async fn connects(service: TestService) {
    let numbers = json!([{"phoneNumber": "+4915112345678"}]);
    let account = service.business(numbers).await;
    let link = service.signup_link(json!({})).await;
    came(&stats(&service).await, [1, 1, 0, 0, 0, 0]);

    service.clock.advance(Duration::from_secs(2));
    let begin = json!({"type": "begin"});
    for _ in 0..2 {
        service.signup(&link, begin.clone()).await.data(200);
        came(&stats(&service).await, [1, 1, 1, 1, 0, 0]);
    }
    of(&stats(&service).await, "cloud-api", "none");

    service.clock.advance(Duration::from_secs(40));
    let view = service.signed_up_again(&link, &account).await;
    assert_eq!(view["step"], "connected", "{view}");
    let stats = stats(&service).await;
    came(&stats, [1; 6]);
    of(&stats, "cloud-api", "DE");
    assert_eq!(stats["times"]["shown"]["medianMs"], 2000, "{stats}");
    assert_eq!(stats["times"]["scanned"]["medianMs"], 42_000, "{stats}");
    for step in ["chosen", "shown", "scanned", "linked"] {
        service.counts(&format!(
            r#"titan_link_steps_total{{step="{step}",method="cloud-api"}} 1"#
        ));
    }
}

#[tokio::test]
async fn a_signup_goes_through_each_step() {
    connects(TestService::start_with_meta().await).await;
}

#[tokio::test]
async fn a_signup_goes_through_each_step_on_postgres() {
    connects(TestService::start_with_meta_on_postgres().await).await;
}

async fn fails(service: TestService) {
    let account = service.business(json!([{"phoneNumber": "+4915112345678"}]));
    let account = account.await;
    let link = service.signup_link(json!({})).await;
    let fault = json!({"call": "exchange", "kind": {"html": 500}, "times": 1});
    service.meta("faults", fault).await;
    let view = service.signed_up(&link, &account).await;
    assert_eq!(view["signup"]["problem"], "interrupted", "{view}");
    let failed = stats(&service).await;
    came(&failed, [1, 1, 1, 1, 1, 0]);
    ended(&failed, json!({"failed": 1}));
    let failures = json!([{"reason": "interrupted", "links": 1}]);
    assert_eq!(failed["failures"], failures);

    service.signed_up_again(&link, &account).await;
    let stats = stats(&service).await;
    came(&stats, [1; 6]);
    ended(&stats, json!({"connected": 1}));
    assert_eq!(stats["failures"], failures);
}

#[tokio::test]
async fn a_signup_that_fails_and_is_tried_again_counts_once() {
    fails(TestService::start_with_meta().await).await;
}

#[tokio::test]
async fn a_signup_that_fails_and_is_tried_again_counts_once_on_postgres() {
    fails(TestService::start_with_meta_on_postgres().await).await;
}

/// The person is in Meta's window when the fifteen minutes are over.
#[tokio::test]
async fn a_signup_that_ends_after_its_link_counts_as_linked() {
    let service = TestService::start_with_meta().await;
    let account = service.business(json!([{"phoneNumber": "+4915112345678"}]));
    let account = account.await;
    let link = service.signup_link(json!({})).await;
    let begun = service.signup(&link, json!({"type": "begin"}));
    begun.await.data(200);
    service.clock.advance(Duration::from_secs(16 * 60));
    ended(&stats(&service).await, json!({"expired": 1}));
    service.signed_up_again(&link, &account).await;
    ended(&stats(&service).await, json!({"connected": 1}));
}
