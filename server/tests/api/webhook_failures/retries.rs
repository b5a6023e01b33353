//! Retries, and what follows the last one.

use std::time::Duration;

use serde_json::json;
use titan_connect::webhooks::maintenance;

use super::{DAY, attempted};
use crate::support::outbox::{all_delivered, happen, log_until, quiet_session, webhook};
use crate::support::{Receiver, Reply, Tenant, TestService};

#[tokio::test]
async fn a_failed_delivery_is_retried_on_schedule_and_in_order() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    let session = quiet_session(&service, "support").await;
    let retries = json!({"retries": {"attempts": 5, "delaySeconds": 60, "policy": "constant"}});
    webhook(&tenant, &receiver, retries).await;
    receiver.reply([
        Reply::of(500),
        Reply {
            headers: vec![("retry-after", "600".into())],
            ..Reply::of(503)
        },
    ]);
    let first = happen(&service, &session, 1).await;
    let failed = receiver.next().await;
    attempted(&tenant, 0, 1).await;
    let second = happen(&service, &session, 2).await;
    service.advance(Duration::from_secs(73));
    let again = receiver.next().await;
    assert_eq!((failed.id(), again.id()), (first.clone(), first.clone()));
    assert_eq!(failed.body, again.body);
    assert_ne!(
        failed.header("webhook-timestamp"),
        again.header("webhook-timestamp")
    );
    attempted(&tenant, 1, 2).await;
    service.advance(Duration::from_secs(300));
    log_until(&tenant, 1, |log| log.len() == 2).await;
    receiver.is_empty();
    service.advance(Duration::from_secs(301));
    let rest = [receiver.next().await.id(), receiver.next().await.id()];
    assert_eq!(rest, [first, second]);
    let log = log_until(&tenant, 1, all_delivered).await;
    let statuses: Vec<_> = log[1]["attempts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["status"].clone())
        .collect();
    assert_eq!(statuses, [500, 503, 204]);
}

#[tokio::test]
async fn after_the_last_attempt_the_next_event_is_sent_and_the_failed_one_can_be_replayed() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    let session = quiet_session(&service, "support").await;
    let retries = json!({"retries": {"attempts": 0, "delaySeconds": 1, "policy": "constant"}});
    webhook(&tenant, &receiver, retries).await;
    receiver.reply([Reply::of(500)]);
    let lost = happen(&service, &session, 1).await;
    let next = happen(&service, &session, 2).await;
    assert_eq!(
        [receiver.next().await.id(), receiver.next().await.id()],
        [lost.clone(), next.clone()]
    );
    let log = log_until(&tenant, 1, |log| {
        log.iter().all(|d| d["state"] != "pending")
    })
    .await;
    assert_eq!(
        (&log[1]["state"], &log[0]["state"]),
        (&json!("failed"), &json!("delivered"))
    );
    service.counts("titan_webhook_deliveries_total{outcome=\"given_up\"} 1");
    // Undelivered events are kept at any age.
    service.clock.advance(400 * DAY);
    maintenance::run_once(&service.app.webhooks).await.unwrap();
    let path = format!(
        "/api/webhooks/1/deliveries/{}/replay",
        log[1]["id"].as_str().unwrap()
    );
    tenant_again(&service)
        .post(&path, json!({}))
        .await
        .data(202);
    assert_eq!(receiver.next().await.id(), lost);
    let log = log_until(&tenant_again(&service), 1, all_delivered).await;
    assert_eq!(log.len(), 1, "the delivered event was deleted: {log:?}");
}

/// The first key has expired in a test that advances the clock by a year.
fn tenant_again(service: &TestService) -> Tenant {
    service.tenant_with(&["*"])
}
