//! Deliveries and replays that a crash or a restart interrupts.

use std::time::Duration;

use serde_json::json;
use titan_connect::domain::id::WebhookId;
use titan_connect::store::DeliveryQueue;
use titan_connect::webhooks::maintenance;

use crate::support::outbox::{all_delivered, happen, log_until, quiet_session, webhook};
use crate::support::{Receiver, TestService, on_both_databases};

const LEASE: Duration = Duration::from_secs(60);
const LEASE_AND_MORE: Duration = Duration::from_secs(61);

on_both_databases!(an_interrupted_replay_is_resumed);

/// The process dies at three points: after the claim and before sending, before the endpoint has responded, and after
/// the response but before the result is stored.
#[tokio::test]
async fn a_crash_at_any_point_keeps_events_ids_and_order() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    let session = quiet_session(&service, "support").await;
    webhook(&tenant, &receiver, json!({})).await;
    service.crash_outbox().await;
    let mut events = Vec::new();
    for number in 1..=3 {
        events.push(happen(&service, &session, number).await);
    }

    a_process_dies_before_sending(&service).await;
    service.clock.advance(LEASE_AND_MORE);
    a_process_dies_before_the_response(&service, &mut receiver, &events[0]).await;
    service.clock.advance(LEASE_AND_MORE);
    let dead = a_process_dies_before_it_stores_the_result(&service, &events).await;
    service.clock.advance(LEASE_AND_MORE);

    service.start_outbox();
    for expected in &events {
        assert_eq!(receiver.next().await.id(), *expected);
    }
    let log = log_until(&tenant, 1, all_delivered).await;
    assert_eq!(log.len(), 3);
    // The dead process returns; it has lost its claim.
    let store = &service.app.store;
    assert!(!store.mark_empty(&dead, 3).await.unwrap());
}

/// Claims webhook 1's queues for a process.
async fn claim(service: &TestService, node: &str) -> Vec<DeliveryQueue> {
    let now = service.app.now();
    let until = now.plus(LEASE);
    let store = &service.app.store;
    let claimed = store.claim_queues(WebhookId(1), node, now, until, 8).await;
    claimed.unwrap()
}

async fn a_process_dies_before_sending(service: &TestService) {
    assert_eq!(claim(service, "dead").await.len(), 1);
    assert!(claim(service, "me").await.is_empty());
}

async fn a_process_dies_before_the_response(
    service: &TestService,
    receiver: &mut Receiver,
    expected: &str,
) {
    receiver.hold().await;
    service.start_outbox();
    assert_eq!(receiver.next().await.id(), expected);
    service.crash_outbox().await;
    receiver.let_go();
}

/// The outbox without its last step. Returns the queue that the process had claimed.
async fn a_process_dies_before_it_stores_the_result(
    service: &TestService,
    events: &[String],
) -> DeliveryQueue {
    let dead = claim(service, "dead").await.remove(0);
    let (_, waiting) = service.app.store.waiting(&dead, 8).await.unwrap();
    let waiting = waiting.iter().map(|one| one.event_id.to_string());
    assert_eq!(waiting.collect::<Vec<_>>(), events);
    dead
}

#[tokio::test]
async fn a_restart_continues_pending_deliveries() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    let session = quiet_session(&service, "support").await;
    webhook(&tenant, &receiver, json!({})).await;
    service.crash_outbox().await;
    let id = happen(&service, &session, 1).await;
    assert_eq!(claim(&service, "dead").await.len(), 1);
    let service = service.restart().await;
    assert_eq!(receiver.next().await.id(), id);
    log_until(&service.tenant(), 1, all_delivered).await;
}

async fn an_interrupted_replay_is_resumed(service: TestService) {
    let tenant = service.tenant();
    let session = quiet_session(&service, "support").await;
    let before = service.app.now();
    let mut expected = Vec::new();
    for what in 0..3 {
        expected.push(happen(&service, &session, what).await);
    }
    let mut receiver = Receiver::start().await;
    webhook(&tenant, &receiver, json!({})).await;
    // The process dies right after it has recorded the replay.
    let store = &service.app.store;
    store
        .begin_replay(WebhookId(1), before, service.app.now())
        .await
        .unwrap();
    maintenance::run_once(&service.app.webhooks).await.unwrap();
    for id in expected {
        assert_eq!(receiver.next().await.id(), id);
    }
    log_until(&tenant, 1, all_delivered).await;
    assert!(store.replays().await.unwrap().is_empty());
}
