//! Webhooks, events and deliveries of these tests.

use std::time::Duration;

use titan_connect::domain::id::WebhookId;
use titan_connect::domain::name::SessionName;
use titan_connect::domain::session::Session;
use titan_connect::domain::time::Timestamp;
use titan_connect::domain::webhook::{
    Attempt, EventFilter, Header, HmacKey, Policy, Retries, Webhook,
};
use titan_connect::store::{AttemptResult, DeliveryQueue, EventRow, KeyRow, Store};

use super::{AT, MINUTE};

pub fn webhook(tenant: &str, events: &[&str], session: Option<&str>) -> Webhook {
    let names: Vec<String> = events.iter().map(|&name| name.into()).collect();
    Webhook {
        id: WebhookId(0),
        tenant_id: tenant.into(),
        url: "https://hooks.example.com/in?a=1".into(),
        events: EventFilter::parse(&names).unwrap(),
        session: session.map(str::to_owned),
        label: Some("CRM 🌷 O'Neil".into()),
        headers: vec![Header {
            name: "Authorization".into(),
            value: "very-secret-key-material".into(),
        }],
        retries: Some(Retries {
            attempts: 3,
            delay: Duration::from_secs(5),
            policy: Policy::Linear,
        }),
        enabled: true,
        disabled_reason: None,
        failing_since: None,
        failures: 0,
        created_at: AT,
    }
}

pub fn key(id: &str, text: &str, at: Timestamp) -> KeyRow {
    KeyRow {
        id: id.into(),
        key: HmacKey::new(text),
        at,
    }
}

pub async fn add_webhook(store: &Store, webhook: &Webhook, key_id: &str) -> WebhookId {
    let key = key(key_id, "very-secret-key-material", AT);
    store.create_webhook(webhook, &key).await.unwrap()
}

/// Adds a webhook that receives all events of the default tenant.
pub async fn add_default_webhook(store: &Store, key_id: &str) -> WebhookId {
    add_webhook(store, &webhook("default", &[], None), key_id).await
}

pub fn session(name: &str) -> Session {
    Session::new(
        format!("ses_{name}").into(),
        "default".into(),
        SessionName::parse(name).unwrap(),
        AT,
    )
}

pub fn event(id: &str, name: &'static str) -> EventRow {
    EventRow {
        id: id.into(),
        event: name,
        payload: r#"{"n":1}"#.into(),
        source: None,
        at: AT,
    }
}

/// Records a `session.status` event of a session.
pub async fn record_status(store: &Store, session_name: &str, id: &str) {
    let event = event(id, "session.status");
    let recorded = store.record_event(&session(session_name), &event).await;
    recorded.unwrap();
}

pub fn attempt(status: u16, at: Timestamp) -> Attempt {
    Attempt {
        at,
        status: Some(status),
        failure: (status >= 300).then(|| "status".into()),
        duration: Duration::from_millis(12),
        answer: "…".into(),
    }
}

pub async fn claim(store: &Store, id: WebhookId, node: &str, now: Timestamp) -> Vec<DeliveryQueue> {
    store
        .claim_queues(id, node, now, now.plus(MINUTE), 10)
        .await
        .unwrap()
}

/// The queue's version and the ids of its pending events.
pub async fn waiting(store: &Store, queue: &DeliveryQueue) -> (i64, Vec<String>) {
    let (version, waiting) = store.waiting(queue, 10).await.unwrap();
    let ids = waiting.into_iter().map(|one| one.event_id.into_string());
    (version, ids.collect())
}

/// Records a successful attempt and returns whether the queue was still claimed.
pub async fn deliver(store: &Store, queue: &DeliveryQueue, event: &str, at: Timestamp) -> bool {
    let done = attempt(204, at);
    let until = at.plus(MINUTE);
    store
        .record(
            queue,
            &event.into(),
            &done,
            &AttemptResult::Delivered,
            until,
        )
        .await
        .unwrap()
}

/// Records every pending event of a webhook as delivered.
pub async fn drain(store: &Store, id: WebhookId, now: Timestamp) -> Vec<String> {
    let mut delivered = Vec::new();
    for queue in claim(store, id, "drain", now).await {
        let (version, events) = waiting(store, &queue).await;
        for event in &events {
            assert!(deliver(store, &queue, event, now).await);
        }
        assert!(store.mark_empty(&queue, version).await.unwrap());
        delivered.extend(events);
    }
    delivered
}
