//! What arrives: everything, at least once, with one id, in order; whatever the endpoint, or the process, does.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::session::{Session, Status};
use titan_connect::domain::time::Timestamp;
use titan_connect::store::EventRow;
use titan_connect::webhooks::keeper;

use crate::support::{ANA, Receiver, Reply, Tenant, TestService};

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn webhook(tenant: &Tenant, receiver: &Receiver, more: Value) -> Value {
    let mut body = json!({"url": receiver.url});
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    tenant.post("/api/webhooks", body).await.data(201)
}

/// A session without a phone, to tell events of.
async fn quiet_session(service: &TestService, name: &str) -> Session {
    let tenant = service.tenant();
    tenant
        .post("/api/sessions", json!({"name": name}))
        .await
        .data(201);
    let found = service.app.store.session_by_name("default", name).await;
    found.unwrap().unwrap()
}

/// Something happens in a session. Returns the event's id.
async fn happen(service: &TestService, session: &Session, what: u32) -> String {
    let at = service.app.now();
    let event = EventRow {
        id: service.app.ids.next("evt", at),
        event: "message.received",
        payload: json!({"number": what}).to_string(),
        source: None,
        at,
    };
    service.app.store.tell(session, &event).await.unwrap();
    event.id
}

/// Waits until the log of webhook 1 says what it should, which follows an answer at once.
async fn log_until(tenant: &Tenant, id: i64, is: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    let mut ticks = tokio::time::interval(Duration::from_millis(10));
    for _ in 0..1000 {
        ticks.tick().await;
        let path = format!("/api/webhooks/{id}/deliveries?limit=200");
        let log = tenant
            .get(&path)
            .await
            .data(200)
            .as_array()
            .unwrap()
            .clone();
        if is(&log) {
            return log;
        }
    }
    panic!("the log did not become what it should");
}

fn all_delivered(log: &[Value]) -> bool {
    !log.is_empty() && log.iter().all(|delivery| delivery["state"] == "delivered")
}

#[tokio::test]
async fn a_scan_is_told_from_the_code_to_the_end_of_the_session() {
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
        json!({"status": "CONNECTING", "statusReason": "SCAN_QR"})
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
async fn how_a_session_ended_is_told_even_after_it_is_gone() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    let session = quiet_session(&service, "support").await;
    happen(&service, &session, 0).await;
    webhook(&tenant, &receiver, json!({})).await;
    service.crash_outbox();
    let id = happen(&service, &session, 1).await;
    tenant.delete("/api/sessions/support").await.data(200);
    assert_eq!(
        service
            .app
            .store
            .events("default", "support")
            .await
            .unwrap()
            .len(),
        1,
        "what nobody waits for is gone, the rest stays"
    );
    service.start_outbox();
    assert_eq!(receiver.next().await.id(), id);
    log_until(&tenant, 1, all_delivered).await;
    service.clock.advance(2 * DAY);
    keeper::look(&service.app).await.unwrap();
    assert!(
        service
            .app
            .store
            .events("default", "support")
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
    let nobody = Receiver::start().await;
    webhook(&theirs, &nobody, json!({})).await;
    let (first, second) = (happen(&service, &a, 1).await, happen(&service, &b, 2).await);
    let mut seen = vec![messages.next().await.id(), messages.next().await.id()];
    seen.sort();
    assert_eq!(seen, [first, second.clone()]);
    assert_eq!(sales.next().await.id(), second);
    log_until(&tenant, 2, all_delivered).await;
    log_until(&tenant, 3, <[Value]>::is_empty).await;
}

#[tokio::test]
async fn a_failure_is_tried_again_by_the_clock_and_holds_the_order() {
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
async fn after_the_last_attempt_the_next_event_goes_and_the_lost_one_can_be_replayed() {
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
    // What is undelivered is not forgotten, however old.
    service.clock.advance(400 * DAY);
    keeper::look(&service.app).await.unwrap();
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
    assert_eq!(log.len(), 1, "the delivered one was forgotten: {log:?}");
}

/// The first key has expired in a test that lets a year pass.
fn tenant_again(service: &TestService) -> Tenant {
    service.tenant_with(&["*"])
}

#[tokio::test]
async fn everything_since_a_time_is_sent_again_in_order_with_the_same_ids() {
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
async fn gone_disables_at_once_and_the_others_are_told() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let (mut receiver, mut other) = (Receiver::start().await, Receiver::start().await);
    let session = quiet_session(&service, "support").await;
    webhook(&tenant, &receiver, json!({"label": "CRM"})).await;
    webhook(&tenant, &other, json!({"events": ["webhook.disabled"]})).await;
    receiver.reply([Reply::of(410)]);
    let id = happen(&service, &session, 1).await;
    assert_eq!(receiver.next().await.id(), id);
    let told = other.next().await.is("webhook.disabled");
    assert_eq!(
        (
            &told["webhookId"],
            &told["reason"],
            &told["label"],
            &told["host"]
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
    // Enabled again, it gets what it had not taken.
    tenant
        .patch("/api/webhooks/1", json!({"enabled": true}))
        .await
        .data(200);
    assert_eq!(receiver.next().await.id(), id);
    log_until(&tenant, 1, all_delivered).await;
}

#[tokio::test]
async fn five_days_of_failures_disable() {
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
async fn an_endpoint_that_hangs_holds_up_itself_alone() {
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

/// The process dies after it claimed and before anything was sent, while the endpoint has the event and has not
/// answered, and when the answer was given and not yet written.
#[tokio::test]
async fn a_crash_at_any_point_loses_nothing_and_keeps_id_and_order() {
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

    // Claimed by one that died.
    let now = service.app.now();
    let dead = store
        .claim_lanes(1, "dead", now, lease(now), 8)
        .await
        .unwrap();
    assert_eq!(dead.len(), 1);
    assert!(
        store
            .claim_lanes(1, "me", now, lease(now), 8)
            .await
            .unwrap()
            .is_empty()
    );
    service.clock.advance(Duration::from_secs(61));

    // Sent, and not answered when it dies.
    receiver.hold().await;
    service.start_outbox();
    assert_eq!(receiver.next().await.id(), events[0]);
    service.crash_outbox();
    receiver.let_go();
    service.clock.advance(Duration::from_secs(61));

    // Answered, and not written: what the outbox does, without its last step.
    let now = service.app.now();
    let dead = store
        .claim_lanes(1, "dead", now, lease(now), 8)
        .await
        .unwrap();
    let (_, waiting) = store.waiting(&dead[0], 8).await.unwrap();
    assert_eq!(
        waiting
            .iter()
            .map(|one| one.event_id.clone())
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
    // The dead one wakes up: it holds nothing any more.
    assert!(!store.settle(&dead[0], 3).await.unwrap());
}

#[tokio::test]
async fn a_restart_goes_on_where_it_was() {
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
            .claim_lanes(1, "dead", now, until, 8)
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
async fn silence_about_a_connected_session_raises_the_alarm_once() {
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
    keeper::look(&service.app).await.unwrap();
    service.counts("titan_webhooks_stalled_total 0");
    service.clock.advance(Duration::from_secs(16 * 60));
    keeper::look(&service.app).await.unwrap();
    keeper::look(&service.app).await.unwrap();
    let told = other.next().await;
    assert_eq!(told.is("webhook.stalled")["webhookId"], 1);
    assert_eq!(told.json()["session"], "support");
    assert_eq!(receiver.next().await.id(), id);
    log_until(&tenant, 1, all_delivered).await;
    log_until(&tenant, 2, all_delivered).await;
    service.counts("titan_webhooks_stalled_total 1");
}

#[tokio::test]
async fn a_new_key_signs_at_once_and_the_old_one_signs_along_for_a_while() {
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

/// Many sessions, each with more than one turn's worth of events, while one in seven answers is a failure.
#[tokio::test]
async fn a_backlog_is_told_whole_and_in_order_by_an_endpoint_that_falters() {
    const SESSIONS: u32 = 12;
    const EVENTS: u32 = 40;
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    let retries = json!({"retries": {"attempts": 20, "delaySeconds": 1, "policy": "constant"}});
    webhook(&tenant, &receiver, retries).await;
    service.crash_outbox();
    let mut sessions = Vec::new();
    for number in 0..SESSIONS {
        sessions.push(quiet_session(&service, &format!("s{number}")).await);
    }
    let mut waiting: HashMap<String, VecDeque<String>> = HashMap::new();
    for number in 0..EVENTS {
        for session in &sessions {
            let id = happen(&service, session, number).await;
            let lane = waiting.entry(session.name.to_string()).or_default();
            lane.push_back(id);
        }
    }
    let total = SESSIONS * EVENTS;
    receiver.reply((1..total).map(|n| Reply::of(if n % 7 == 0 { 500 } else { 204 })));
    service.start_outbox();
    let mut told = 0;
    for request in 1.. {
        if told == total {
            break;
        }
        if request % 7 == 0 {
            service.advance(Duration::from_secs(2));
        }
        let delivery = receiver.next().await;
        let lane = waiting
            .get_mut(delivery.json()["session"].as_str().unwrap())
            .unwrap();
        // What failed comes again, and nothing overtakes it.
        if lane.front() == Some(&delivery.id()) {
            lane.pop_front();
            told += 1;
        } else {
            let known = lane.iter().any(|id| *id == delivery.id());
            assert!(!known, "{} overtook {:?}", delivery.id(), lane.front());
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
