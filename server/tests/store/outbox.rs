//! The outbox: any database must let an event be delivered at least once, in order, by one process at a time.

use std::time::Duration;

use titan_connect::domain::id::{EventId, WebhookId};
use titan_connect::domain::name::SessionName;
use titan_connect::domain::session::{Account, Platform, Session, State};
use titan_connect::domain::signing::SigningSecret;
use titan_connect::domain::tenant::Tenant;
use titan_connect::domain::time::Timestamp;
use titan_connect::domain::webhook::{
    Attempt, DeliveryState, DisabledReason, EventFilter, Header, HmacKey, Policy, Retries, Webhook,
};
use titan_connect::domain::webhook_change::{Switch, WebhookChange};
use titan_connect::store::{
    AttemptResult, Cursor, DeliveryQueue, EventRow, KeyRow, Store, StoreError,
};

const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);
const MINUTE: Duration = Duration::from_secs(60);

fn account() -> Account {
    Account {
        phone_number: "+5511999990001".into(),
        lid: "9@lid".into(),
        push_name: None,
        business_name: None,
        platform: Platform::Consumer,
    }
}

pub async fn holds(store: &Store) {
    for id in ["default", "other"] {
        let tenant = Tenant::new(id.into(), "Acme", SigningSecret::new("s"), AT);
        store.ensure_tenant(&tenant).await.unwrap();
    }
    a_webhook_is_stored_with_all_fields(store).await;
    an_event_is_queued_for_matching_webhooks(store).await;
    a_queue_is_claimed_by_one_process_at_a_time(store).await;
    an_event_added_during_delivery_is_not_missed(store).await;
    failed_deliveries_wait_and_are_retried(store).await;
    problems_are_reported_to_the_other_webhooks(store).await;
    only_delivered_events_are_deleted(store).await;
}

/// A service delivers while `opens` opens its database, as a command does. Then the service starts again.
pub async fn keeps_claims(service: &Store, opens: impl AsyncFnOnce() -> Store) {
    let tenant = Tenant::new("default".into(), "Acme", SigningSecret::new("s"), AT);
    service.ensure_tenant(&tenant).await.unwrap();
    let id = add(service, &webhook("default", &[], None), "whk_1").await;
    let event = event("evt_a", "session.status", AT);
    service
        .record_event(&session("support"), &event)
        .await
        .unwrap();
    assert_eq!(claim(service, id, "service", AT).await.len(), 1);
    let command = opens().await;
    assert!(
        claim(&command, id, "command", AT).await.is_empty(),
        "the service lost what it delivers"
    );
    command.release_claims().await.unwrap();
    assert_eq!(claim(&command, id, "next", AT).await.len(), 1);
    command.close().await;
}

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

async fn add(store: &Store, webhook: &Webhook, key_id: &str) -> WebhookId {
    let key = key(key_id, "very-secret-key-material", AT);
    WebhookId(
        store
            .create_webhook(webhook, &key, 10)
            .await
            .unwrap()
            .unwrap()
            .0,
    )
}

fn session(name: &str) -> Session {
    Session::new(
        format!("ses_{name}").into(),
        "default".into(),
        SessionName::parse(name).unwrap(),
        AT,
    )
}

fn event(id: &str, name: &'static str, at: Timestamp) -> EventRow {
    EventRow {
        id: id.into(),
        event: name,
        payload: r#"{"n":1}"#.into(),
        source: None,
        at,
    }
}

fn attempt(status: u16, at: Timestamp) -> Attempt {
    Attempt {
        at,
        status: Some(status),
        failure: (status >= 300).then(|| "status".into()),
        duration: Duration::from_millis(12),
        answer: "…".into(),
    }
}

async fn claim(store: &Store, id: WebhookId, node: &str, now: Timestamp) -> Vec<DeliveryQueue> {
    store
        .claim_queues(id, node, now, now.plus(MINUTE), 10)
        .await
        .unwrap()
}

/// The ids of a queue's pending events.
async fn waiting(store: &Store, queue: &DeliveryQueue) -> (i64, Vec<String>) {
    let (version, waiting) = store.waiting(queue, 10).await.unwrap();
    (
        version,
        waiting
            .into_iter()
            .map(|one| one.event_id.into_string())
            .collect(),
    )
}

/// Records every pending event of a webhook as delivered.
async fn drain(store: &Store, id: WebhookId, now: Timestamp) -> Vec<String> {
    let mut delivered = Vec::new();
    for queue in claim(store, id, "drain", now).await {
        let (version, events) = waiting(store, &queue).await;
        for event in &events {
            let done = attempt(204, now);
            let until = now.plus(MINUTE);
            assert!(
                store
                    .record(
                        &queue,
                        &event.as_str().into(),
                        &done,
                        &AttemptResult::Delivered,
                        until
                    )
                    .await
                    .unwrap()
            );
        }
        assert!(store.mark_empty(&queue, version).await.unwrap());
        delivered.extend(events);
    }
    delivered
}

async fn a_webhook_is_stored_with_all_fields(store: &Store) {
    let made = webhook(
        "default",
        &["session.qr", "message.received"],
        Some("support"),
    );
    let id = add(store, &made, "whk_1").await;
    let made = Webhook { id, ..made };
    assert_eq!(
        store.webhook(&"default".into(), id).await.unwrap(),
        Some(made.clone())
    );
    assert_eq!(store.webhook(&"other".into(), id).await.unwrap(), None);
    let all = store.webhooks(&"default".into()).await.unwrap();
    assert_eq!(all, std::slice::from_ref(&made));
    let full = store
        .create_webhook(&made, &key("whk_x", "k", AT), 1)
        .await
        .unwrap();
    assert_eq!(full, None, "no more than allowed");

    let later = AT.plus(MINUTE);
    let changed = Webhook {
        events: EventFilter::All,
        session: None,
        label: None,
        headers: vec![],
        retries: None,
        enabled: false,
        disabled_reason: Some(DisabledReason::Requested),
        ..made
    };
    let change = WebhookChange {
        url: None,
        events: Some(EventFilter::All),
        session: Some(None),
        label: Some(None),
        headers: Some(vec![]),
        retries: Some(None),
        enabled: Some(Switch::Off),
    };
    let new = key("whk_2", "new-key-material", later);
    let until = later.plus(MINUTE);
    let after = store
        .update_webhook(id, change, Some((&new, until)), later)
        .await;
    assert_eq!(after.unwrap(), changed);
    assert_eq!(
        store.webhook(&"default".into(), id).await.unwrap(),
        Some(changed)
    );
    let keys = async |at| -> Vec<String> {
        let keys = store.webhook_keys(id, at).await.unwrap();
        keys.into_iter()
            .map(|key| key.expose().to_owned())
            .collect()
    };
    assert_eq!(
        keys(later).await,
        ["new-key-material", "very-secret-key-material"]
    );
    assert_eq!(keys(until).await, ["new-key-material"]);

    store.delete_webhook(id, AT).await.unwrap();
    let twice = store.delete_webhook(id, AT).await;
    assert!(matches!(twice, Err(StoreError::NotFound)), "{twice:?}");
    let late = store
        .update_webhook(id, WebhookChange::default(), None, AT)
        .await;
    assert!(matches!(late, Err(StoreError::NotFound)), "{late:?}");
    assert_eq!(store.webhook(&"default".into(), id).await.unwrap(), None);
    assert!(keys(later).await.is_empty());
    let next = add(store, &webhook("default", &[], None), "whk_3").await;
    assert!(next > id, "an id is never used twice");
    store.delete_webhook(next, AT).await.unwrap();
}

async fn an_event_is_queued_for_matching_webhooks(store: &Store) {
    let all = add(store, &webhook("default", &[], None), "whk_4").await;
    let some = add(store, &webhook("default", &["session.qr"], None), "whk_5").await;
    let sales = add(store, &webhook("default", &[], Some("sales")), "whk_6").await;
    let theirs = add(store, &webhook("other", &[], None), "whk_7").await;
    let off = add(store, &webhook("default", &[], None), "whk_8").await;
    let switch = WebhookChange {
        enabled: Some(Switch::Off),
        ..WebhookChange::default()
    };
    store.update_webhook(off, switch, None, AT).await.unwrap();

    store
        .record_event(&session("support"), &event("evt_a", "session.qr", AT))
        .await
        .unwrap();
    store
        .record_event(&session("sales"), &event("evt_b", "session.status", AT))
        .await
        .unwrap();
    assert_eq!(store.due_webhooks(AT).await.unwrap(), [all, some, sales]);
    assert_eq!(store.next_due().await.unwrap(), Some(AT));
    let mut delivered = drain(store, all, AT).await;
    delivered.sort();
    assert_eq!(delivered, ["evt_a", "evt_b"]);
    assert_eq!(drain(store, some, AT).await, ["evt_a"]);
    assert_eq!(drain(store, sales, AT).await, ["evt_b"]);
    for id in [theirs, off] {
        assert!(drain(store, id, AT).await.is_empty());
    }
    assert!(store.due_webhooks(AT).await.unwrap().is_empty());
    assert_eq!(store.next_due().await.unwrap(), None);
    for id in [all, some, sales, theirs, off] {
        store.delete_webhook(id, AT).await.unwrap();
    }
}

async fn a_queue_is_claimed_by_one_process_at_a_time(store: &Store) {
    let id = add(store, &webhook("default", &[], None), "whk_9").await;
    for name in ["evt_c", "evt_d"] {
        store
            .record_event(&session("support"), &event(name, "session.status", AT))
            .await
            .unwrap();
    }
    let mine = claim(store, id, "me", AT).await;
    assert_eq!(mine.len(), 1);
    assert!(claim(store, id, "you", AT).await.is_empty());
    assert!(store.due_webhooks(AT).await.unwrap().is_empty());
    assert_eq!(store.next_due().await.unwrap(), Some(AT.plus(MINUTE)));
    // The first process dies, the second takes over, the first returns.
    let later = AT.plus(MINUTE);
    let yours = claim(store, id, "you", later).await;
    let (version, events) = waiting(store, &yours[0]).await;
    assert_eq!(events, ["evt_c", "evt_d"]);
    let done = attempt(204, later);
    let until = later.plus(MINUTE);
    assert!(
        !store
            .record(
                &mine[0],
                &"evt_c".into(),
                &done,
                &AttemptResult::Delivered,
                until
            )
            .await
            .unwrap()
    );
    assert!(!store.mark_empty(&mine[0], version).await.unwrap());
    store.release(&mine[0]).await.unwrap();
    assert!(
        claim(store, id, "me", later).await.is_empty(),
        "still claimed by the other process"
    );
    assert_eq!(waiting(store, &yours[0]).await.1, ["evt_d"]);
    store.release(&yours[0]).await.unwrap();
    assert_eq!(drain(store, id, later).await, ["evt_d"]);
    store.delete_webhook(id, AT).await.unwrap();
}

async fn an_event_added_during_delivery_is_not_missed(store: &Store) {
    let id = add(store, &webhook("default", &[], None), "whk_10").await;
    store
        .record_event(&session("support"), &event("evt_e", "session.status", AT))
        .await
        .unwrap();
    let queue = claim(store, id, "me", AT).await.remove(0);
    let (version, _) = waiting(store, &queue).await;
    let until = AT.plus(MINUTE);
    let done = attempt(204, AT);
    assert!(
        store
            .record(
                &queue,
                &"evt_e".into(),
                &done,
                &AttemptResult::Delivered,
                until
            )
            .await
            .unwrap()
    );
    store
        .record_event(&session("support"), &event("evt_f", "session.status", AT))
        .await
        .unwrap();
    assert!(
        !store.mark_empty(&queue, version).await.unwrap(),
        "an event was added"
    );
    store.release(&queue).await.unwrap();
    assert_eq!(drain(store, id, AT).await, ["evt_f"]);
    store.delete_webhook(id, AT).await.unwrap();
}

async fn failed_deliveries_wait_and_are_retried(store: &Store) {
    let id = add(store, &webhook("default", &[], None), "whk_11").await;
    for name in ["evt_g", "evt_h"] {
        store
            .record_event(&session("support"), &event(name, "session.status", AT))
            .await
            .unwrap();
    }
    let queue = claim(store, id, "me", AT).await.remove(0);
    let again = AttemptResult::RetryAt(AT.plus(MINUTE));
    assert!(
        store
            .record(&queue, &"evt_g".into(), &attempt(500, AT), &again, AT)
            .await
            .unwrap()
    );
    // Another event does not shorten the pause.
    store
        .record_event(&session("support"), &event("evt_i", "session.status", AT))
        .await
        .unwrap();
    assert!(claim(store, id, "me", AT).await.is_empty());
    let failing = store.webhook(&"default".into(), id).await.unwrap().unwrap();
    assert_eq!((failing.failures, failing.failing_since), (1, Some(AT)));
    let later = AT.plus(MINUTE);
    let queue = claim(store, id, "me", later).await.remove(0);
    assert!(
        store
            .record(
                &queue,
                &"evt_g".into(),
                &attempt(500, later),
                &AttemptResult::GivenUp,
                later
            )
            .await
            .unwrap()
    );
    assert_eq!(drain(store, id, later).await, ["evt_h", "evt_i"]);
    let well = store.webhook(&"default".into(), id).await.unwrap().unwrap();
    assert_eq!((well.failures, well.failing_since), (0, None));

    let page = |state, before: Option<&str>| Cursor {
        before: before.map(EventId::from),
        state,
        most: 2,
    };
    let log = store.deliveries(id, &page(None, None)).await.unwrap();
    let ids: Vec<&str> = log.iter().map(|row| row.event_id.as_str()).collect();
    assert_eq!(ids, ["evt_i", "evt_h"]);
    let log = store
        .deliveries(id, &page(None, Some("evt_h")))
        .await
        .unwrap();
    assert_eq!(
        (log.len(), log[0].attempts.len(), log[0].state),
        (1, 2, DeliveryState::Failed)
    );
    assert_eq!(log[0].attempts[0], attempt(500, AT));
    let failed = store
        .deliveries(id, &page(Some(DeliveryState::Failed), None))
        .await
        .unwrap();
    assert_eq!(failed, log);

    assert!(store.replay(id, &"evt_g".into(), later).await.unwrap());
    assert!(!store.replay(id, &"evt_never".into(), later).await.unwrap());
    assert_eq!(drain(store, id, later).await, ["evt_g"]);
    let mut replay = store.begin_replay(id, AT, later).await.unwrap();
    let since = store.continue_replay(&mut replay).await.unwrap();
    assert_eq!(store.continue_replay(&mut replay).await.unwrap(), 0);
    assert!(store.replays().await.unwrap().is_empty());
    let all = drain(store, id, later).await;
    assert_eq!(u64::try_from(all.len()).unwrap(), since);
    let ours = all.iter().filter(|event| *event >= &"evt_g".to_owned());
    assert!(ours.eq(["evt_g", "evt_h", "evt_i"].iter()), "{all:?}");
    store.delete_webhook(id, AT).await.unwrap();
}

async fn problems_are_reported_to_the_other_webhooks(store: &Store) {
    let failing = add(store, &webhook("default", &[], None), "whk_12").await;
    let well = add(store, &webhook("default", &[], None), "whk_13").await;
    let live = Session {
        state: State::Connected(account()),
        ..session("live")
    };
    store.create_session(&live).await.unwrap();
    store
        .commit(&live, &[event("evt_j", "session.status", AT)], &[])
        .await
        .unwrap();
    drain(store, well, AT).await;
    assert!(
        store
            .stalled_queues(Timestamp::from_millis(0))
            .await
            .unwrap()
            .is_empty()
    );
    let stalled = store.stalled_queues(AT).await.unwrap();
    assert_eq!(stalled, [("default".into(), failing, "live".to_owned())]);
    let report = event("evt_k", "webhook.stalled", AT);
    assert!(
        store
            .mark_stalled(&"default".into(), failing, "live", &report)
            .await
            .unwrap()
    );
    assert!(
        !store
            .mark_stalled(&"default".into(), failing, "live", &report)
            .await
            .unwrap()
    );
    assert_eq!(drain(store, well, AT).await, ["evt_k"]);
    assert!(
        store.stalled_queues(AT).await.unwrap().is_empty(),
        "reported once"
    );

    let report = event("evt_l", "webhook.disabled", AT);
    let failing_webhook = store
        .webhook(&"default".into(), failing)
        .await
        .unwrap()
        .unwrap();
    let disable = async |webhook: &Webhook, reason| {
        let disabled = store.disable_webhook(webhook, reason, &report).await;
        disabled.unwrap()
    };
    let before_it_moved = Webhook {
        url: "https://old.example.com/".into(),
        ..failing_webhook.clone()
    };
    assert!(!disable(&before_it_moved, DisabledReason::Gone).await);
    let before_it_was_forgiven = Webhook {
        failing_since: Some(AT),
        ..failing_webhook.clone()
    };
    assert!(!disable(&before_it_was_forgiven, DisabledReason::Failing).await);
    assert!(disable(&failing_webhook, DisabledReason::Gone).await);
    assert!(!disable(&failing_webhook, DisabledReason::Gone).await);
    assert_eq!(drain(store, well, AT).await, ["evt_l"]);
    assert!(
        store.due_webhooks(AT).await.unwrap().is_empty(),
        "disabled is not due"
    );
    assert_eq!(store.next_due().await.unwrap(), None);
    store.delete_webhook(failing, AT).await.unwrap();
    store.delete_webhook(well, AT).await.unwrap();
}

async fn only_delivered_events_are_deleted(store: &Store) {
    let id = add(store, &webhook("default", &[], None), "whk_14").await;
    let known = session("kept");
    store.create_session(&known).await.unwrap();
    for name in ["evt_m", "evt_n"] {
        store
            .record_event(&known, &event(name, "session.status", AT))
            .await
            .unwrap();
    }
    let queue = claim(store, id, "me", AT).await.remove(0);
    let until = AT.plus(MINUTE);
    assert!(
        store
            .record(
                &queue,
                &"evt_m".into(),
                &attempt(204, AT),
                &AttemptResult::Delivered,
                until
            )
            .await
            .unwrap()
    );
    let later = AT.plus(MINUTE);
    let delete_all = async |old: Timestamp, orphaned: Timestamp| {
        while store.delete_old_events(old, orphaned).await.unwrap() > 0 {}
        store.events(&"default".into(), "kept").await.unwrap().len()
    };
    assert_eq!(
        delete_all(AT, later).await,
        2,
        "too young, and its session is there"
    );
    assert_eq!(
        delete_all(later, AT).await,
        1,
        "the delivered old event is deleted"
    );
    store.delete_session(&known).await.unwrap();
    assert_eq!(
        delete_all(later, later).await,
        1,
        "what waits stays, session or not"
    );
    store.release(&queue).await.unwrap();
    assert_eq!(drain(store, id, later).await, ["evt_n"]);
    assert_eq!(delete_all(AT, later).await, 0, "an orphan");
    store.delete_webhook(id, AT).await.unwrap();
}
