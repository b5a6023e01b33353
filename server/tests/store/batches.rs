//! Bulk work runs in batches and is resumed after an interruption.

use std::time::Duration;

use engine::{Change, KeyStore};
use sqlx::{AnyPool, AssertSqlSafe};
use titan_connect::domain::id::WebhookId;
use titan_connect::domain::name::SessionName;
use titan_connect::domain::paging::Paging;
use titan_connect::domain::session::Session;
use titan_connect::domain::signing::SigningSecret;
use titan_connect::domain::tenant::Tenant;
use titan_connect::domain::time::Timestamp;
use titan_connect::domain::webhook::{Attempt, DeliveryState, Webhook};
use titan_connect::store::{AttemptResult, DeliveryQueue, EventRow, Store, all_pages};

use crate::{Database, outbox};

const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);

/// More than two batches of anything.
const EVENTS: usize = 1100;

pub async fn hold(database: &Database) {
    let store = database.open(&[1]).await;
    let tenant = Tenant::new("default".into(), "Acme", SigningSecret::new("s"), AT);
    store.ensure_tenant(&tenant).await.unwrap();
    let session = session("support");
    store.create_session(&session).await.unwrap();
    store.commit(&session, &events("evt_a"), &[]).await.unwrap();
    let pool = AnyPool::connect(&database.url).await.unwrap();
    an_interrupted_replay_is_resumed(&store).await;
    a_deleted_webhook_is_hidden_at_once_and_its_rows_are_purged(&store, &pool).await;
    a_deleted_session_leaves_nothing(&store, &pool).await;
    an_interrupted_deletion_keeps_the_next_session_of_that_name(&store, &pool).await;
    pool.close().await;
    store.close().await;
}

pub fn session(name: &str) -> Session {
    Session::new(
        format!("ses_{name}").into(),
        "default".into(),
        SessionName::parse(name).unwrap(),
        AT,
    )
}

/// Events in the order of their ids, two per millisecond.
pub fn events(prefix: &str) -> Vec<EventRow> {
    let event = |number: usize| EventRow {
        id: format!("{prefix}{number:05}").into(),
        event: "session.status",
        payload: "{}".into(),
        source: None,
        at: AT.plus(Duration::from_millis(number as u64 / 2)),
    };
    (0..EVENTS).map(event).collect()
}

async fn count(pool: &AnyPool, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    sqlx::query_scalar(AssertSqlSafe(sql))
        .fetch_one(pool)
        .await
        .unwrap()
}

async fn add_webhook(store: &Store, key: &str) -> WebhookId {
    let webhook = outbox::webhook("default", &[], None);
    let key = outbox::key(key, "key-material", AT);
    store.create_webhook(&webhook, &key).await.unwrap()
}

async fn pending(store: &Store, id: WebhookId) -> usize {
    let state = Some(DeliveryState::Pending);
    let page = |paging| async move { store.deliveries(id, state, &paging).await };
    all_pages(page).await.unwrap().len()
}

async fn webhooks(store: &Store) -> Vec<Webhook> {
    let page = store.webhooks(&"default".into(), &Paging::default()).await;
    page.unwrap().items
}

async fn an_interrupted_replay_is_resumed(store: &Store) {
    let id = add_webhook(store, "whk_1").await;
    let now = AT.plus(Duration::from_mins(1));
    let mut replay = store.begin_replay(id, AT, now).await.unwrap();
    let first = store.continue_replay(&mut replay).await.unwrap();
    let first = usize::try_from(first).unwrap();
    assert!((1..EVENTS).contains(&first), "{first}");
    assert_eq!(pending(store, id).await, first);
    // The process that began it dies; two others resume it, and one of them has outdated progress.
    let mut found = store.replays().await.unwrap();
    assert_eq!(found, [replay.clone()]);
    let mut queued = first;
    loop {
        match store.continue_replay(&mut found[0]).await.unwrap() {
            0 => break,
            some => queued += usize::try_from(some).unwrap(),
        }
        assert_eq!(store.continue_replay(&mut replay).await.unwrap(), 0);
    }
    assert_eq!((queued, pending(store, id).await), (EVENTS, EVENTS));
    assert!(store.replays().await.unwrap().is_empty());
    let due = store.due_webhooks(now).await.unwrap();
    assert_eq!(due, [id]);
}

async fn a_deleted_webhook_is_hidden_at_once_and_its_rows_are_purged(
    store: &Store,
    pool: &AnyPool,
) {
    let id = webhooks(store).await[0].id;
    let now = AT.plus(Duration::from_mins(1));
    let until = now.plus(Duration::from_mins(1));
    let queues = store.claim_queues(id, "me", now, until, 10).await.unwrap();
    deliver(store, &queues[0], "evt_a00000", now).await;
    assert_eq!(count(pool, "webhook_attempts").await, 1);
    store.delete_webhook(id, now).await.unwrap();
    assert_eq!(store.webhook(&"default".into(), id).await.unwrap(), None);
    assert!(webhooks(store).await.is_empty());
    assert!(store.due_webhooks(until).await.unwrap().is_empty());
    assert_eq!(count(pool, "webhook_keys").await, 0, "its keys go at once");
    let mut batches = 0;
    while store.purge_webhooks().await.unwrap() > 0 {
        batches += 1;
    }
    assert!(batches > 3, "{batches}");
    // A late result of an attempt inserts nothing.
    deliver(store, &queues[0], "evt_a00001", now).await;
    for table in [
        "webhooks",
        "webhook_events",
        "webhook_lanes",
        "webhook_deliveries",
        "webhook_attempts",
        "webhook_replays",
    ] {
        assert_eq!(count(pool, table).await, 0, "{table}");
    }
}

async fn deliver(store: &Store, queue: &DeliveryQueue, event: &str, now: Timestamp) {
    let attempt = Attempt {
        at: now,
        status: Some(204),
        failure: None,
        duration: Duration::from_millis(3),
        answer: String::new(),
    };
    store
        .record(
            queue,
            &event.into(),
            &attempt,
            &AttemptResult::Delivered,
            now,
        )
        .await
        .unwrap();
}

async fn a_deleted_session_leaves_nothing(store: &Store, pool: &AnyPool) {
    let put = |id: usize| Change::Put {
        kind: "prekey",
        key: id.to_string(),
        value: vec![1],
    };
    store
        .apply("ses_support", (0..EVENTS).map(put).collect())
        .await
        .unwrap();
    store.delete_session(&session("support")).await.unwrap();
    for table in ["sessions", "engine_keys", "events", "session_purges"] {
        assert_eq!(count(pool, table).await, 0, "{table}");
    }
}

async fn an_interrupted_deletion_keeps_the_next_session_of_that_name(
    store: &Store,
    pool: &AnyPool,
) {
    let old = session("sales");
    store.create_session(&old).await.unwrap();
    store.commit(&old, &events("evt_b"), &[]).await.unwrap();
    // Dropped before it is complete, as when the process dies.
    let deletion = store.delete_session(&old);
    let noted = async {
        while count(pool, "session_purges").await == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        biased;
        () = noted => {}
        done = deletion => done.unwrap(),
    }
    let new = Session {
        id: "ses_new".into(),
        ..session("sales")
    };
    store.create_session(&new).await.unwrap();
    let last = EventRow {
        id: "evt_c".into(),
        ..events("evt_c").remove(0)
    };
    assert!(store.record_event(&new, &last).await.unwrap());
    store.purge_sessions(&|| true).await.unwrap();
    assert_eq!(count(pool, "session_purges").await, 0);
    assert_eq!(
        store
            .events(&"default".into(), "sales")
            .await
            .unwrap()
            .len(),
        1
    );
    let page = store.sessions(&"default".into(), &Paging::default()).await;
    assert_eq!(page.unwrap().items, [new]);
}
