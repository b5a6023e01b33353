//! Bulk work is done in batches, one at a time: another tenant's writes go through between them.

use std::cell::Cell;
use std::future::Future;
use std::time::Duration;

use sqlx::AnyPool;
use titan_connect::domain::id::SessionId;
use titan_connect::domain::session::Session;
use titan_connect::domain::signing::SigningSecret;
use titan_connect::domain::tenant::Tenant;
use titan_connect::domain::time::Timestamp;
use titan_connect::runtime::config::DatabaseKind;
use titan_connect::store::{Store, StoreError};

use crate::{Database, batches, outbox};

const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);

/// Replays at once.
const REPLAYS: usize = 12;

/// Rows that are more than two batches.
const ROWS: i64 = 1100;

pub async fn leaves_room_for_others(database: &Database) {
    let store = database.open(&[1]).await;
    for id in ["default", "other"] {
        let tenant = Tenant::new(id.into(), "Acme", SigningSecret::new("s"), AT);
        store.ensure_tenant(&tenant).await.unwrap();
    }
    let other = Session {
        tenant_id: "other".into(),
        ..batches::session("other")
    };
    store.create_session(&other).await.unwrap();
    let pool = AnyPool::connect(&database.url).await.unwrap();
    many_replays_take_one_turn(&store, &pool, &other).await;
    a_sessions_rows_go_in_batches(&store, &pool, &other).await;
    what_is_too_old_goes_in_batches(&store, &pool).await;
    pool.close().await;
    store.close().await;
}

async fn number(pool: &AnyPool, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

/// Does `work` while another tenant writes again and again. Returns how far the work was after each of its writes.
async fn beside(
    store: &Store,
    other: &Session,
    progress: impl AsyncFn() -> i64,
    work: impl Future<Output = ()>,
) -> Vec<i64> {
    let (done, mut seen) = (Cell::new(false), Vec::new());
    let work = async {
        work.await;
        done.set(true);
    };
    let writes = async {
        while !done.get() {
            store.set_presence(other).await.unwrap();
            seen.push(progress().await);
        }
    };
    tokio::join!(work, writes);
    seen
}

async fn many_replays_take_one_turn(store: &Store, pool: &AnyPool, other: &Session) {
    let session = batches::session("support");
    store.create_session(&session).await.unwrap();
    let events = batches::events("evt_a");
    store.commit(&session, &events, &[]).await.unwrap();
    let mut replays = Vec::new();
    for number in 0..REPLAYS {
        let webhook = outbox::webhook("default", &[], None);
        let key = outbox::key(&format!("whk_{number}"), "key-material", AT);
        let id = store.create_webhook(&webhook, &key).await.unwrap();
        let now = AT.plus(Duration::from_mins(1));
        replays.push(store.begin_replay(id, AT, now).await.unwrap());
    }
    let batches = Cell::new(0);
    let work = replays.into_iter().map(|mut replay| {
        let batches = &batches;
        async move {
            while store.continue_replay(&mut replay).await.unwrap() > 0 {
                batches.set(batches.get() + 1);
            }
        }
    });
    let progress = async || batches.get();
    let seen = beside(store, other, &progress, async {
        futures_util::future::join_all(work).await;
    });
    let seen: Vec<i64> = seen.await;
    let all = number(pool, "SELECT COUNT(*) FROM webhook_deliveries").await;
    assert_eq!(usize::try_from(all).unwrap(), REPLAYS * events.len());
    // SQLite has one connection for writes, so a write waits for the batches that are queued before it.
    if store.kind() == DatabaseKind::Sqlite {
        let most = seen.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap();
        assert!(most <= 3, "a write waited for {most} batches");
    }
}

async fn a_sessions_rows_go_in_batches(store: &Store, pool: &AnyPool, other: &Session) {
    let session = batches::session("crowded");
    store.create_session(&session).await.unwrap();
    add_links(pool, &session.id).await;
    add_first_messages(pool, &session.id).await;
    let left = async || {
        number(
            pool,
            "SELECT (SELECT COUNT(*) FROM widget_sessions) + (SELECT COUNT(*) FROM first_messages)",
        )
        .await
    };
    assert_eq!(left().await, 2 * ROWS);
    let seen = beside(store, other, &left, async {
        store.delete_session(&session).await.unwrap();
    });
    let mut between: Vec<i64> = seen.await;
    between.retain(|left| (1..2 * ROWS).contains(left));
    between.dedup();
    assert!(
        between.len() >= 2,
        "writes went through at {between:?} rows only"
    );
    assert_eq!(left().await, 0);
    assert_eq!(store.session(&session.id).await.unwrap(), None);
}

async fn what_is_too_old_goes_in_batches(store: &Store, pool: &AnyPool) {
    let session = batches::session("old");
    store.create_session(&session).await.unwrap();
    add_first_messages(pool, &session.id).await;
    let later = AT.plus(Duration::from_mins(1));
    in_batches(async || store.delete_old_first_messages(later).await).await;
    assert_eq!(number(pool, "SELECT COUNT(*) FROM first_messages").await, 0);
    for number in 0..ROWS {
        sqlx::query(
            "INSERT INTO meta_apps (key, tenant_id, app_id, config_id, secret, graph_version, extras, updated_at) \
             VALUES ($1, 'default', $1, '1', '', 'v25.0', '{}', 0)",
        )
        .bind(format!("mta_{number}"))
        .execute(pool)
        .await
        .unwrap();
    }
    in_batches(async || store.delete_unused_meta_apps(later).await).await;
    assert_eq!(number(pool, "SELECT COUNT(*) FROM meta_apps").await, 0);
}

async fn in_batches(delete: impl AsyncFn() -> Result<u64, StoreError>) {
    let mut batches = Vec::new();
    loop {
        match delete().await.unwrap() {
            0 => break,
            rows => batches.push(i64::try_from(rows).unwrap()),
        }
    }
    assert!(batches.len() >= 3, "{batches:?}");
    assert_eq!(batches.iter().sum::<i64>(), ROWS);
}

async fn add_links(pool: &AnyPool, session_id: &SessionId) {
    for number in 0..ROWS {
        sqlx::query(
            "INSERT INTO widget_sessions (id, tenant_id, session_id, mode, allowed_origins, theme, locale, outcome, \
             opened, started, created_at, expires_at) VALUES ($1, 'default', $2, 'qr', '[]', 'auto', '', 'open', 0, \
             0, 0, 0)",
        )
        .bind(format!("ws_{number}"))
        .bind(session_id.as_str())
        .execute(pool)
        .await
        .unwrap();
    }
}

async fn add_first_messages(pool: &AnyPool, session_id: &SessionId) {
    for number in 0..ROWS {
        sqlx::query("INSERT INTO first_messages (session_id, recipient, at) VALUES ($1, $2, $3)")
            .bind(session_id.as_str())
            .bind(format!("r{number}"))
            .bind(AT.as_millis())
            .execute(pool)
            .await
            .unwrap();
    }
}
