//! Deliveries arrive at least once, in order and with a stable id.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::session::Status;
use titan_connect::webhooks::maintenance;

use crate::support::outbox::{all_delivered, happen, log_until, quiet_session, webhook};
use crate::support::{ANA, Receiver, Reply, TestService};

#[tokio::test]
async fn a_session_emits_events_from_the_first_code_to_the_logout() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    let made = webhook(
        &tenant,
        &receiver,
        json!({"headers": [{"name": "X-Team", "value": "7"}]}),
    )
    .await;
    tenant.create_session("support").await;
    let status = receiver.next().await;
    assert_eq!(
        status.is("session.status"),
        json!({"status": "CONNECTING", "statusReason": "SCAN_QR", "failure": null})
    );
    let code = receiver.next().await;
    let qr = code.is("session.qr")["qr"].as_str().unwrap().to_owned();
    assert_eq!(qr, tenant.qr("support").await, "opened, not sealed");
    service.scan(ANA, &qr).await.data(200);
    let mut seen = receiver.until("session.connected").await;
    let connected = seen.pop().unwrap();
    let payload = connected.is("session.connected");
    assert_eq!(
        (&payload["phoneNumber"], &payload["method"]),
        (&json!(ANA), &json!("qr"))
    );
    let body = connected.json();
    assert_eq!(body["session"], "support");
    assert!(body["timestamp"].as_str().unwrap().ends_with('Z'));
    assert_eq!(body["id"], connected.header("webhook-id"));
    assert_eq!(connected.header("content-type"), "application/json");
    assert_eq!(connected.header("x-team"), "7");
    let key = made["hmacKey"].as_str().unwrap();
    let standard = standardwebhooks::Webhook::new(key).unwrap();
    let sent = connected.header("webhook-timestamp").parse().unwrap();
    let signed = standard
        .sign(&connected.id(), sent, &connected.body)
        .unwrap();
    assert_eq!(connected.header("webhook-signature"), signed);

    service.settled("support", Status::Connected).await;
    tenant.delete("/api/sessions/support").await.data(200);
    let out = receiver.until("session.logged_out").await;
    assert_eq!(
        out.last().unwrap().is("session.logged_out")["reason"],
        "requested"
    );
    let log = log_until(&tenant, 1, all_delivered).await;
    assert_eq!(
        log[0]["event"], "session.logged_out",
        "the newest first, also of a session that is no more"
    );
}

#[tokio::test]
async fn a_logout_event_can_be_replayed_after_the_session_is_deleted() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    webhook(
        &tenant,
        &receiver,
        json!({"events": ["session.logged_out"]}),
    )
    .await;
    tenant
        .post("/api/sessions/support/logout", json!({}))
        .await
        .data(200);
    let id = receiver.next().await.id();
    // It is delivered before the session is deleted.
    log_until(&tenant, 1, all_delivered).await;
    tenant.delete("/api/sessions/support").await.data(200);
    let since = json!({"since": "2020-01-01T00:00:00Z"});
    let replayed = tenant.post("/api/webhooks/1/replay", since).await;
    assert_eq!(replayed.data(202)["replayed"], 1);
    assert_eq!(receiver.next().await.id(), id);
    log_until(&tenant, 1, all_delivered).await;
}

#[tokio::test]
async fn a_logout_event_is_delivered_after_the_session_is_deleted() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    let session = quiet_session(&service, "support").await;
    happen(&service, &session, 0).await;
    webhook(&tenant, &receiver, json!({})).await;
    service.crash_outbox().await;
    let id = happen(&service, &session, 1).await;
    tenant.delete("/api/sessions/support").await.data(200);
    assert_eq!(
        service
            .app
            .store
            .events(&"default".into(), "support")
            .await
            .unwrap()
            .len(),
        1,
        "delivered events are deleted, pending ones stay"
    );
    service.start_outbox();
    assert_eq!(receiver.next().await.id(), id);
    log_until(&tenant, 1, all_delivered).await;
    service.clock.advance(Duration::from_hours(48));
    maintenance::run_once(&service.app.webhooks).await.unwrap();
    assert!(
        service
            .app
            .store
            .events(&"default".into(), "support")
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn filters_choose_events_and_sessions() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let (mut messages, mut sales) = (Receiver::start().await, Receiver::start().await);
    let (a, b) = (
        quiet_session(&service, "support").await,
        quiet_session(&service, "sales").await,
    );
    webhook(&tenant, &messages, json!({"events": ["message.received"]})).await;
    webhook(&tenant, &sales, json!({"session": "sales"})).await;
    webhook(
        &tenant,
        &sales,
        json!({"session": "sales", "events": ["session.qr"]}),
    )
    .await;
    let theirs = service.other_tenant().await;
    let other_receiver = Receiver::start().await;
    webhook(&theirs, &other_receiver, json!({})).await;
    let (first, second) = (happen(&service, &a, 1).await, happen(&service, &b, 2).await);
    let mut seen = vec![messages.next().await.id(), messages.next().await.id()];
    seen.sort();
    assert_eq!(seen, [first, second.clone()]);
    assert_eq!(sales.next().await.id(), second);
    log_until(&tenant, 2, all_delivered).await;
    log_until(&tenant, 3, <[Value]>::is_empty).await;
}

#[tokio::test]
async fn a_replay_sends_events_again_in_order_with_the_same_ids() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let session = quiet_session(&service, "support").await;
    let before = happen(&service, &session, 0).await;
    service.clock.advance(Duration::from_secs(10));
    let since = service.app.now();
    let missed = [
        happen(&service, &session, 1).await,
        happen(&service, &session, 2).await,
    ];
    let mut receiver = Receiver::start().await;
    webhook(&tenant, &receiver, json!({})).await;
    let live = happen(&service, &session, 3).await;
    assert_eq!(receiver.next().await.id(), live);
    log_until(&tenant, 1, all_delivered).await;
    let replayed = tenant
        .post(
            "/api/webhooks/1/replay",
            json!({"since": since.to_string()}),
        )
        .await
        .data(202);
    assert_eq!(replayed, json!({"replayed": 3}));
    for expected in missed.iter().chain([&live]) {
        assert_eq!(receiver.next().await.id(), *expected);
    }
    let log = log_until(&tenant, 1, all_delivered).await;
    assert!(log.iter().all(|delivery| delivery["eventId"] != before));
}

#[tokio::test]
async fn a_new_key_signs_at_once_and_the_old_key_until_the_overlap_ends() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    let session = quiet_session(&service, "support").await;
    let old = webhook(&tenant, &receiver, json!({})).await["hmacKey"]
        .as_str()
        .unwrap()
        .to_owned();
    let new = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    let change = json!({"hmacKey": new, "overlapSeconds": 3600});
    let shown = tenant.patch("/api/webhooks/1", change).await.data(200);
    assert!(shown.get("hmacKey").is_none());
    for (live, wait) in [(vec![new, &old], 0), (vec![new], 3601)] {
        service.clock.advance(Duration::from_secs(wait));
        happen(&service, &session, 1).await;
        let delivery = receiver.next().await;
        let at = delivery.header("webhook-timestamp").parse().unwrap();
        let signed: Vec<String> = live
            .iter()
            .map(|key| {
                let standard = standardwebhooks::Webhook::new(key).unwrap();
                standard.sign(&delivery.id(), at, &delivery.body).unwrap()
            })
            .collect();
        assert_eq!(delivery.header("webhook-signature"), signed.join(" "));
    }
    log_until(&tenant, 1, all_delivered).await;
}

/// Many sessions, each with more events than one turn delivers, while one in seven responses is a failure.
#[tokio::test]
async fn a_backlog_is_delivered_completely_and_in_order_despite_failures() {
    const SESSIONS: u32 = 12;
    const EVENTS: u32 = 40;
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    let retries = json!({"retries": {"attempts": 20, "delaySeconds": 1, "policy": "constant"}});
    webhook(&tenant, &receiver, retries).await;
    service.crash_outbox().await;
    let mut sessions = Vec::new();
    for number in 0..SESSIONS {
        sessions.push(quiet_session(&service, &format!("s{number}")).await);
    }
    let mut waiting: HashMap<String, VecDeque<String>> = HashMap::new();
    for number in 0..EVENTS {
        for session in &sessions {
            let id = happen(&service, session, number).await;
            let queue = waiting.entry(session.name.to_string()).or_default();
            queue.push_back(id);
        }
    }
    let total = SESSIONS * EVENTS;
    receiver.reply((1..total).map(|n| Reply::of(if n % 7 == 0 { 500 } else { 204 })));
    service.start_outbox();
    let mut delivered = 0;
    for request in 1.. {
        if delivered == total {
            break;
        }
        if request % 7 == 0 {
            service.advance(Duration::from_secs(2));
        }
        let delivery = receiver.next().await;
        let queue = waiting
            .get_mut(delivery.json()["session"].as_str().unwrap())
            .unwrap();
        // A failed event is retried before any later one.
        if queue.front() == Some(&delivery.id()) {
            queue.pop_front();
            delivered += 1;
        } else {
            let known = queue.iter().any(|id| *id == delivery.id());
            assert!(!known, "{} overtook {:?}", delivery.id(), queue.front());
        }
    }
    let mut ticks = tokio::time::interval(Duration::from_millis(10));
    for _ in 0..1000 {
        let pending = tenant.get("/api/webhooks/1/deliveries?state=pending").await;
        if pending.json()["data"] == json!([]) {
            receiver.forget_the_rest();
            return;
        }
        service.advance(Duration::from_secs(2));
        ticks.tick().await;
    }
    panic!("something was never delivered");
}
