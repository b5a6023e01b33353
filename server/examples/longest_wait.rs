//! Measures how long other queries wait for SQLite during bulk work: `cargo xtask bench` runs it.
//! Prints one line per kind of work: its name, the longest wait of a write and of a read, and how long the work took,
//! in milliseconds.

use std::cell::Cell;
use std::future::Future;
use std::time::{Duration, Instant};

use engine::{Change, KeyStore as _};
use titan_connect::domain::id::WebhookId;
use titan_connect::domain::name::SessionName;
use titan_connect::domain::session::Session;
use titan_connect::domain::signing::SigningSecret;
use titan_connect::domain::tenant::Tenant;
use titan_connect::domain::time::Timestamp;
use titan_connect::domain::webhook::{EventFilter, HmacKey, Webhook};
use titan_connect::store::{EventRow, KeyRow, SealKey, Sealer, Store, StoreError};

const EVENTS: usize = 100_000;
const EVENTS_AT_ONCE: usize = 1000;
const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);

/// The interval between two writes, and between two reads, of the other tasks.
const PAUSE: Duration = Duration::from_millis(2);

/// How long the other tasks are measured without bulk work, for comparison.
const ALONE: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let url = format!(
        "sqlite://{}?mode=rwc",
        folder.path().join("titan.db").display()
    );
    let store = Store::open(&url, Sealer::new(SealKey::new(&[1; 32]), vec![])).await?;
    let tenant = Tenant::new("default".into(), "Acme", SigningSecret::new("s"), AT);
    store.ensure_tenant(&tenant).await?;
    let crowded = session("crowded");
    for session in [&crowded, &session("other")] {
        store.create_session(session).await?;
    }
    for first in (0..EVENTS).step_by(EVENTS_AT_ONCE) {
        let events: Vec<EventRow> = (first..first + EVENTS_AT_ONCE).map(event).collect();
        store.commit(&crowded, &events, &[]).await?;
    }
    measure("nothing", &store, async {
        tokio::time::sleep(ALONE).await;
        Ok(())
    })
    .await?;
    let replayed = add_webhook(&store).await?;
    measure("replay", &store, async {
        let now = AT.plus(Duration::from_hours(1));
        let mut replay = store.begin_replay(WebhookId(replayed), AT, now).await?;
        while store.continue_replay(&mut replay).await? > 0 {}
        Ok(())
    })
    .await?;
    measure("webhook-deletion", &store, async {
        store.delete_webhook(WebhookId(replayed), AT).await?;
        while store.purge_webhooks().await? > 0 {}
        Ok(())
    })
    .await?;
    measure("session-deletion", &store, store.delete_session(&crowded)).await?;
    store.close().await;
    Ok(())
}

fn session(name: &str) -> Session {
    let id = format!("ses_{name}");
    let name = SessionName::parse(name).expect("a name");
    Session::new(id.into(), "default".into(), name, AT)
}

fn event(number: usize) -> EventRow {
    EventRow {
        id: format!("evt_{number:08}").into(),
        event: "message.received",
        payload: format!(r#"{{"number":{number},"text":"{}"}}"#, "x".repeat(300)),
        source: Some(format!("message {number}")),
        at: AT.plus(Duration::from_millis(number as u64)),
    }
}

async fn add_webhook(store: &Store) -> Result<i64, StoreError> {
    let webhook = Webhook {
        id: WebhookId(0),
        tenant_id: "default".into(),
        url: "https://hooks.example.com/in".into(),
        events: EventFilter::All,
        session: None,
        label: None,
        headers: vec![],
        retries: None,
        enabled: true,
        disabled_reason: None,
        failing_since: None,
        failures: 0,
        created_at: AT,
    };
    let key = KeyRow {
        id: "whk_1".into(),
        key: HmacKey::from_random([1; 32]),
        at: AT,
    };
    Ok(store.create_webhook(&webhook, &key).await?.0)
}

/// Does the work while other tasks write and read, and returns their longest waits.
async fn measure(
    name: &str,
    store: &Store,
    work: impl Future<Output = Result<(), StoreError>>,
) -> Result<(), StoreError> {
    let (longest_write, longest_read) = (Cell::new(Duration::ZERO), Cell::new(Duration::ZERO));
    let writes = async {
        loop {
            let key = Change::Put {
                kind: "prekey",
                key: "1".into(),
                value: vec![7; 100],
            };
            let begun = Instant::now();
            let written = store.apply("ses_other", vec![key]).await;
            written.map_err(|_| StoreError::Row("engine_keys"))?;
            longest_write.set(longest_write.get().max(begun.elapsed()));
            tokio::time::sleep(PAUSE).await;
        }
    };
    let reads = async {
        loop {
            let begun = Instant::now();
            store.session(&"ses_other".into()).await?;
            longest_read.set(longest_read.get().max(begun.elapsed()));
            tokio::time::sleep(PAUSE).await;
        }
    };
    let begun = Instant::now();
    tokio::select! {
        done = work => done?,
        failed = writes => return failed,
        failed = reads => return failed,
    }
    let millis = |duration: Duration| duration.as_secs_f64() * 1000.0;
    println!(
        "{name} {:.1} {:.1} {:.0}",
        millis(longest_write.get()),
        millis(longest_read.get()),
        millis(begun.elapsed())
    );
    Ok(())
}
