//! A write whose future is dropped at any moment does not affect later writes.

use std::collections::HashSet;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use sqlx::AnyPool;
use titan_connect::domain::name::SessionName;
use titan_connect::domain::session::Session;
use titan_connect::domain::signing::SigningSecret;
use titan_connect::domain::tenant::Tenant;
use titan_connect::domain::time::Timestamp;

use crate::Database;

const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);

/// A commit takes fewer steps than this.
const STEPS: usize = 40;

/// Two pools may have so many open. A connection for each query would be more.
const CONNECTIONS: usize = 20;

pub async fn spares_later_writes(database: &Database) {
    let store = database.open(&[1]).await;
    let tenant = Tenant::new("default".into(), "Acme", SigningSecret::new("s"), AT);
    store.ensure_tenant(&tenant).await.unwrap();
    let first = session("first");
    store.create_session(&first).await.unwrap();
    let observer = AnyPool::connect(&database.url).await.unwrap();
    for round in 0..3 * STEPS {
        drop_after(round % STEPS, store.commit(&first, &[], &[])).await;
        // More than one, so that the pool reuses the connection.
        for write in 0..4 {
            let later = session(&format!("later-{round}-{write}"));
            store.create_session(&later).await.unwrap();
            let seen = sqlx::query("SELECT id FROM sessions WHERE id = $1")
                .bind(later.id.as_str())
                .fetch_optional(&observer)
                .await;
            assert!(seen.unwrap().is_some(), "round {round}: written and lost");
        }
    }
    observer.close().await;
    store.close().await;
}

/// Opening a connection costs more than most queries.
pub async fn others_use_the_connection_again(database: &Database) {
    let store = database.open(&[1]).await;
    let observer = AnyPool::connect(&database.url).await.unwrap();
    let mut seen = HashSet::new();
    for round in 0..50 {
        let session = store.session(&format!("ses_{round}").into()).await;
        assert!(session.unwrap().is_none());
        let clients = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' \
                       AND pid <> pg_backend_pid()";
        let clients = sqlx::query_scalar::<_, i32>(clients).fetch_all(&observer);
        seen.extend(clients.await.unwrap());
    }
    assert!(seen.len() <= CONNECTIONS, "{seen:?}");
    observer.close().await;
    store.close().await;
}

fn session(name: &str) -> Session {
    let id = format!("ses_{name}");
    let name = SessionName::parse(name).unwrap();
    Session::new(id.into(), "default".into(), name, AT)
}

/// Drops the future after this many polls, unless it has completed.
async fn drop_after(mut steps: usize, future: impl Future) {
    let mut future = pin!(future);
    poll_fn(|context| {
        if steps == 0 {
            return Poll::Ready(());
        }
        steps -= 1;
        future.as_mut().poll(context).map(drop)
    })
    .await;
}
