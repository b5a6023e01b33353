//! Deliveries survive failures of the endpoint and of the process, and failures are reported.

use std::time::Duration;

use serde_json::json;
use titan_connect::domain::id::WebhookId;
use titan_connect::domain::session::Status;
use titan_connect::domain::time::Timestamp;
use titan_connect::webhooks::maintenance;

use crate::support::outbox::{all_delivered, happen, log_until, quiet_session, webhook};
use crate::support::{Receiver, Reply, Tenant, TestService, on_both_databases};

const DAY: Duration = Duration::from_hours(24);

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
    log_until(&tenant, 1, |log| {
        log[0]["attempts"].as_array().unwrap().len() == 1
    })
    .await;
    let second = happen(&service, &session, 2).await;
    service.advance(Duration::from_secs(73));
    let again = receiver.next().await;
    assert_eq!((failed.id(), again.id()), (first.clone(), first.clone()));
    assert_eq!(failed.body, again.body);
    assert_ne!(
        failed.header("webhook-timestamp"),
        again.header("webhook-timestamp")
    );
    log_until(&tenant, 1, |log| {
        log[1]["attempts"].as_array().unwrap().len() == 2
    })
    .await;
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

#[tokio::test]
async fn a_410_disables_the_webhook_and_notifies_the_others() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let (mut receiver, mut other) = (Receiver::start().await, Receiver::start().await);
    let session = quiet_session(&service, "support").await;
    webhook(&tenant, &receiver, json!({"label": "CRM"})).await;
    webhook(&tenant, &other, json!({"events": ["webhook.disabled"]})).await;
    receiver.reply([Reply::of(410)]);
    let id = happen(&service, &session, 1).await;
    assert_eq!(receiver.next().await.id(), id);
    let event = other.next().await.is("webhook.disabled");
    assert_eq!(
        (
            &event["webhookId"],
            &event["reason"],
            &event["label"],
            &event["host"]
        ),
        (
            &json!(1),
            &json!("gone"),
            &json!("CRM"),
            &json!("127.0.0.1")
        )
    );
    let shown = tenant.get("/api/webhooks/1").await.data(200);
    assert_eq!(
        (&shown["enabled"], &shown["disabledReason"]),
        (&json!(false), &json!("gone"))
    );
    happen(&service, &session, 2).await;
    service.advance(DAY);
    log_until(&tenant, 2, all_delivered).await;
    receiver.is_empty();
    // After it is enabled again, it receives the pending event.
    tenant
        .patch("/api/webhooks/1", json!({"enabled": true}))
        .await
        .data(200);
    assert_eq!(receiver.next().await.id(), id);
    log_until(&tenant, 1, all_delivered).await;
}

on_both_databases!(
    a_410_of_an_old_address_does_not_disable_the_new_one,
    an_interrupted_replay_is_resumed,
);

async fn a_410_of_an_old_address_does_not_disable_the_new_one(service: TestService) {
    let tenant = service.tenant();
    let (mut old, mut new) = (Receiver::start().await, Receiver::start().await);
    let session = quiet_session(&service, "support").await;
    webhook(&tenant, &old, json!({})).await;
    old.reply([Reply::of(410)]);
    old.hold().await;
    let id = happen(&service, &session, 1).await;
    assert_eq!(old.next().await.id(), id);
    // The request is running when the webhook's URL changes.
    tenant
        .patch("/api/webhooks/1", json!({"url": new.url}))
        .await
        .data(200);
    old.let_go();
    log_until(&tenant, 1, |log| {
        log[0]["attempts"].as_array().unwrap().len() == 1
    })
    .await;
    service.advance(DAY);
    assert_eq!(new.next().await.id(), id);
    let shown = tenant.get("/api/webhooks/1").await.data(200);
    assert_eq!(
        (&shown["enabled"], &shown["disabledReason"]),
        (&json!(true), &json!(null))
    );
}

#[tokio::test]
async fn a_webhook_is_disabled_after_five_days_of_failures() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let (mut receiver, mut other) = (Receiver::start().await, Receiver::start().await);
    let session = quiet_session(&service, "support").await;
    let retries =
        json!({"retries": {"attempts": 20, "delaySeconds": 36_000, "policy": "constant"}});
    webhook(&tenant, &receiver, retries).await;
    webhook(&tenant, &other, json!({"events": ["webhook.disabled"]})).await;
    receiver.reply(vec![Reply::of(500); 20]);
    happen(&service, &session, 1).await;
    let mut attempts = 0;
    loop {
        receiver.next().await;
        attempts += 1;
        let made = log_until(&tenant, 1, |log| {
            log[0]["attempts"].as_array().unwrap().len() == attempts
        })
        .await;
        let shown = tenant.get("/api/webhooks/1").await.data(200);
        assert!(shown["failingSince"].is_string(), "{made:?}");
        if attempts >= 11 {
            break;
        }
        assert_eq!(shown["enabled"], true, "after {attempts} attempts");
        service.advance(Duration::from_secs(43_201));
    }
    assert_eq!(
        other.next().await.is("webhook.disabled")["reason"],
        "failing"
    );
    let shown = tenant.get("/api/webhooks/1").await.data(200);
    assert_eq!(
        (&shown["enabled"], &shown["disabledReason"]),
        (&json!(false), &json!("failing"))
    );
    service.counts("titan_webhooks_disabled_total 1");
}

#[tokio::test]
async fn a_hanging_endpoint_does_not_delay_others() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let (mut slow, mut fast) = (Receiver::start().await, Receiver::start().await);
    webhook(&tenant, &slow, json!({})).await;
    webhook(&tenant, &fast, json!({})).await;
    slow.hold().await;
    let mut expected = Vec::new();
    for name in 0..12 {
        let session = quiet_session(&service, &format!("s{name}")).await;
        expected.push(happen(&service, &session, name).await);
    }
    let mut seen = Vec::new();
    for _ in &expected {
        seen.push(fast.next().await.id());
    }
    seen.sort();
    assert_eq!(seen, expected);
    let mut held = 0;
    while held < 8 {
        slow.next().await;
        held += 1;
    }
    slow.is_empty();
    slow.let_go();
    for _ in held..12 {
        slow.next().await;
    }
    log_until(&tenant, 1, all_delivered).await;
}

/// The process dies at three points: after the claim and before sending, before the endpoint has responded, and after
/// the response but before the result is stored.
#[tokio::test]
async fn a_crash_at_any_point_keeps_events_ids_and_order() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    let session = quiet_session(&service, "support").await;
    webhook(&tenant, &receiver, json!({})).await;
    service.crash_outbox();
    let events = [
        happen(&service, &session, 1).await,
        happen(&service, &session, 2).await,
        happen(&service, &session, 3).await,
    ];
    let store = &service.app.store;
    let lease = |now: Timestamp| now.plus(Duration::from_secs(60));

    // Claimed by a process that died.
    let now = service.app.now();
    let dead = store
        .claim_queues(WebhookId(1), "dead", now, lease(now), 8)
        .await
        .unwrap();
    assert_eq!(dead.len(), 1);
    assert!(
        store
            .claim_queues(WebhookId(1), "me", now, lease(now), 8)
            .await
            .unwrap()
            .is_empty()
    );
    service.clock.advance(Duration::from_secs(61));

    // Sent, and not answered when the process dies.
    receiver.hold().await;
    service.start_outbox();
    assert_eq!(receiver.next().await.id(), events[0]);
    service.crash_outbox();
    receiver.let_go();
    service.clock.advance(Duration::from_secs(61));

    // Answered, but the result is not stored: the outbox without its last step.
    let now = service.app.now();
    let dead = store
        .claim_queues(WebhookId(1), "dead", now, lease(now), 8)
        .await
        .unwrap();
    let (_, waiting) = store.waiting(&dead[0], 8).await.unwrap();
    assert_eq!(
        waiting
            .iter()
            .map(|one| one.event_id.to_string())
            .collect::<Vec<_>>(),
        events
    );
    service.clock.advance(Duration::from_secs(61));

    service.start_outbox();
    for expected in &events {
        assert_eq!(receiver.next().await.id(), *expected);
    }
    let log = log_until(&tenant, 1, all_delivered).await;
    assert_eq!(log.len(), 3);
    // The dead process returns; it has lost its claim.
    assert!(!store.mark_empty(&dead[0], 3).await.unwrap());
}

#[tokio::test]
async fn a_restart_continues_pending_deliveries() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    let session = quiet_session(&service, "support").await;
    webhook(&tenant, &receiver, json!({})).await;
    service.crash_outbox();
    let now = service.app.now();
    let id = happen(&service, &session, 1).await;
    let until = now.plus(Duration::from_secs(60));
    assert_eq!(
        service
            .app
            .store
            .claim_queues(WebhookId(1), "dead", now, until, 8)
            .await
            .unwrap()
            .len(),
        1
    );
    let service = service.restart().await;
    assert_eq!(receiver.next().await.id(), id);
    log_until(&service.tenant(), 1, all_delivered).await;
}

#[tokio::test]
async fn a_stalled_webhook_is_reported_once() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    let (mut receiver, mut other) = (Receiver::start().await, Receiver::start().await);
    webhook(&tenant, &receiver, json!({"events": ["message.received"]})).await;
    webhook(&tenant, &other, json!({"events": ["webhook.stalled"]})).await;
    let session = service.settled("support", Status::Connected).await;
    receiver.reply([Reply::of(500)]);
    let id = happen(&service, &session, 1).await;
    receiver.next().await;
    log_until(&tenant, 1, |log| {
        log[0]["attempts"].as_array().unwrap().len() == 1
    })
    .await;
    maintenance::run_once(&service.app.webhooks).await.unwrap();
    service.counts("titan_webhooks_stalled_total 0");
    service.clock.advance(Duration::from_secs(16 * 60));
    maintenance::run_once(&service.app.webhooks).await.unwrap();
    maintenance::run_once(&service.app.webhooks).await.unwrap();
    let event = other.next().await;
    assert_eq!(event.is("webhook.stalled")["webhookId"], 1);
    assert_eq!(event.json()["session"], "support");
    assert_eq!(receiver.next().await.id(), id);
    log_until(&tenant, 1, all_delivered).await;
    log_until(&tenant, 2, all_delivered).await;
    service.counts("titan_webhooks_stalled_total 1");
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
