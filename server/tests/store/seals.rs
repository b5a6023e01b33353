//! Values are sealed, can be sealed again with a new key, and a missing key is reported.

use std::time::Duration;

use engine::{Change, KeyStore};
use titan_connect::domain::id::TenantId;
use titan_connect::domain::name::SessionName;
use titan_connect::domain::paging::Paging;
use titan_connect::domain::proxy::ProxyUrl;
use titan_connect::domain::session::Session;
use titan_connect::domain::signing::SigningSecret;
use titan_connect::domain::tenant::Tenant;
use titan_connect::domain::time::Timestamp;
use titan_connect::store::{EventRow, InitialKey, Store, StoreError, all_pages};

use crate::{Database, outbox};

const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);
const SECRET: &str = "very-secret-key-material";

pub async fn hold(database: &Database) {
    let store = database.open(&[1]).await;
    assert_eq!(store.reseal(AT).await.unwrap(), 0);
    fill(&store).await;
    assert!(
        dump(&database.url)
            .await
            .iter()
            .all(|cell| !cell.contains(SECRET)),
        "a dump shows it"
    );
    reads(&store).await;
    store.close().await;

    let rotating = database.open(&[2, 1]).await;
    assert_eq!(
        rotating.reseal(AT).await.unwrap(),
        308,
        "300 keys, a tenant's two secrets, two codes, a webhook's headers and its key, a proxy, a key of the service"
    );
    assert_eq!(rotating.reseal(AT).await.unwrap(), 0);
    reads(&rotating).await;
    rotating.close().await;

    let rotated = database.open(&[2]).await;
    assert_eq!(rotated.reseal(AT).await.unwrap(), 0, "the old key may go");
    reads(&rotated).await;
    rotated.close().await;

    let other = database.open(&[3]).await;
    let lost = other.reseal(AT).await.unwrap_err();
    assert!(matches!(&lost, StoreError::SealKeyLost(_)), "{lost}");
    assert!(lost.to_string().contains("SEAL_KEYS"), "{lost}");
    other.close().await;
}

/// More values than one transaction seals.
const CLEAR: usize = 450;

/// A database of the version that stored proxies in clear.
pub async fn clear_proxies(database: &Database) {
    let store = database.open(&[1]).await;
    fill(&store).await;
    store.reseal(AT).await.unwrap();
    for number in 0..CLEAR {
        let (id, name) = (format!("ses_c{number}"), format!("clear-{number}"));
        store.create_session(&session_of(&id, &name)).await.unwrap();
    }
    let clear = format!(
        "UPDATE sessions SET sealed_proxy = NULL, proxy = '{}'",
        proxy()
    );
    execute(&database.url, clear).await;
    // They can be read before they are sealed.
    assert_eq!(all_sessions(&store).await.len(), CLEAR + 1);
    proxies_work(&store).await;
    store.close().await;
    assert!(
        dump(&database.url)
            .await
            .iter()
            .any(|cell| cell.contains(SECRET))
    );

    let store = database.open(&[1]).await;
    assert_eq!(store.reseal(AT).await.unwrap(), CLEAR + 1);
    let shown = dump(&database.url).await;
    assert!(
        shown.iter().all(|cell| !cell.contains(SECRET)),
        "a dump shows it"
    );
    assert!(!database.files_contain(SECRET), "the file shows it");
    proxies_work(&store).await;
    assert_eq!(store.reseal(AT).await.unwrap(), 0);
    store.close().await;
}

async fn proxies_work(store: &Store) {
    for session in all_sessions(store).await {
        assert_eq!(session.proxy.unwrap().expose(), proxy());
    }
}

async fn execute(url: &str, statement: String) {
    let pool = sqlx::AnyPool::connect(url).await.unwrap();
    let done = sqlx::query(sqlx::AssertSqlSafe(statement))
        .execute(&pool)
        .await;
    done.unwrap();
    pool.close().await;
}

async fn fill(store: &Store) {
    let tenant = Tenant::new("default".into(), "Acme", SigningSecret::new(SECRET), AT);
    store.ensure_tenant(&tenant).await.unwrap();
    let fresh = SigningSecret::new(SECRET);
    store
        .rotate_signing(&"default".into(), fresh, AT, Duration::from_secs(60))
        .await
        .unwrap();
    let first = InitialKey {
        fresh: SECRET,
        previous: "another",
    };
    assert_eq!(store.phone_number_key(first, AT).await.unwrap(), SECRET);
    let session = session();
    store.create_session(&session).await.unwrap();
    let put = |id: usize| Change::Put {
        kind: "prekey",
        key: id.to_string(),
        value: SECRET.into(),
    };
    store
        .apply("ses_1", (0..300).map(put).collect())
        .await
        .unwrap();
    let webhook = outbox::webhook("default", &[], None);
    let key = outbox::key("whk_1", SECRET, AT);
    store.create_webhook(&webhook, &key).await.unwrap();
    for id in ["evt_1", "evt_2"] {
        let payload = format!(r#"{{"qr":"{SECRET}"}}"#);
        let event = EventRow {
            id: id.into(),
            event: "session.qr",
            payload,
            source: None,
            at: AT,
        };
        assert!(store.record_event(&session, &event).await.unwrap());
    }
}

fn session() -> Session {
    let mut session = session_of("ses_1", "support");
    session.proxy = Some(ProxyUrl::parse(&proxy()).unwrap());
    session
}

fn session_of(id: &str, name: &str) -> Session {
    let name = SessionName::parse(name).unwrap();
    Session::new(id.into(), "default".into(), name, AT)
}

fn proxy() -> String {
    format!("http://ana:{SECRET}@8.8.8.8:3128")
}

async fn reads(store: &Store) {
    assert_eq!(
        store.get("ses_1", "prekey", "7").await.unwrap().unwrap(),
        SECRET.as_bytes()
    );
    let signing = store
        .tenant(&"default".into())
        .await
        .unwrap()
        .unwrap()
        .signing;
    assert_eq!(signing.current.expose(), SECRET);
    assert_eq!(signing.next.unwrap().0.expose(), SECRET);
    let session = store.session(&"ses_1".into()).await.unwrap().unwrap();
    assert_eq!(session.proxy.unwrap().expose(), proxy());
    let other = InitialKey {
        fresh: "not this one",
        previous: "nor this",
    };
    assert_eq!(store.phone_number_key(other, AT).await.unwrap(), SECRET);
    let webhooks = store.webhooks(&"default".into(), &Paging::default()).await;
    let webhooks = webhooks.unwrap().items;
    assert_eq!(webhooks[0].headers[0].value, SECRET);
    let keys = store.webhook_keys(webhooks[0].id, AT).await.unwrap();
    assert_eq!(keys[0].expose(), SECRET);
    let events = store.events(&"default".into(), "support").await.unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!(events[1].1["qr"], SECRET);
}

/// Every value of every table, as a dump would show it.
async fn dump(url: &str) -> Vec<String> {
    use sqlx::Row as _;
    let pool = sqlx::AnyPool::connect(url).await.unwrap();
    let mut cells = Vec::new();
    for (table, columns) in [
        (
            "tenants",
            ["id", "signing_secret", "next_signing_secret"].as_slice(),
        ),
        ("engine_keys", &["key", "value"]),
        ("events", &["id", "payload"]),
        ("seal_keys", &["id", "proof"]),
        ("sessions", &["id", "proxy", "sealed_proxy"]),
        ("webhooks", &["url", "headers"]),
        ("webhook_keys", &["id", "hmac_key"]),
        ("service_keys", &["name", "sealed"]),
    ] {
        let sql = format!("SELECT * FROM {table}");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .fetch_all(&pool)
            .await
            .unwrap();
        assert!(!rows.is_empty(), "{table}");
        for row in &rows {
            for column in columns {
                let text = row.try_get::<Option<String>, _>(*column);
                let text = text.unwrap_or_else(|_| {
                    let bytes = row.get::<Vec<u8>, _>(*column);
                    Some(String::from_utf8_lossy(&bytes).into_owned())
                });
                cells.extend(text);
            }
        }
    }
    pool.close().await;
    cells
}

async fn all_sessions(store: &Store) -> Vec<Session> {
    let tenant_id = TenantId::default_tenant();
    let page = |paging| {
        let tenant_id = tenant_id.clone();
        async move { store.sessions(&tenant_id, &paging).await }
    };
    all_pages(page).await.unwrap()
}
