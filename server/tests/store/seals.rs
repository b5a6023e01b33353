//! What is sealed stays sealed, can be re-sealed, and is missed when its key is lost.

use std::time::Duration;

use engine::{Change, KeyStore};
use titan_connect::domain::name::SessionName;
use titan_connect::domain::session::Session;
use titan_connect::domain::signing::SigningSecret;
use titan_connect::domain::tenant::Tenant;
use titan_connect::domain::time::Timestamp;
use titan_connect::store::{EventRow, FirstKey, Store, StoreError};

use crate::{Database, outbox};

const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);
const SECRET: &str = "very-secret-key-material";

pub async fn hold(database: &Database) {
    let store = database.open(&[1]).await;
    assert_eq!(store.take_seals(AT).await.unwrap(), 0);
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
        rotating.take_seals(AT).await.unwrap(),
        307,
        "300 keys, a tenant's two secrets, two codes, a webhook's headers and its key, a key of the service"
    );
    assert_eq!(rotating.take_seals(AT).await.unwrap(), 0);
    reads(&rotating).await;
    rotating.close().await;

    let rotated = database.open(&[2]).await;
    assert_eq!(
        rotated.take_seals(AT).await.unwrap(),
        0,
        "the old key may go"
    );
    reads(&rotated).await;
    rotated.close().await;

    let stranger = database.open(&[3]).await;
    let lost = stranger.take_seals(AT).await.unwrap_err();
    assert!(matches!(&lost, StoreError::SealKeyLost(_)), "{lost}");
    assert!(lost.to_string().contains("SEAL_KEYS"), "{lost}");
    stranger.close().await;
}

async fn fill(store: &Store) {
    let tenant = Tenant::new("default".into(), "Acme", SigningSecret(SECRET.into()), AT);
    store.ensure_tenant(&tenant).await.unwrap();
    let fresh = SigningSecret(SECRET.into());
    store
        .rotate_signing("default", fresh, AT, Duration::from_secs(60))
        .await
        .unwrap();
    let first = FirstKey {
        fresh: SECRET,
        before: "another",
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
    store.create_webhook(&webhook, &key, 1).await.unwrap();
    for id in ["evt_1", "evt_2"] {
        let payload = format!(r#"{{"qr":"{SECRET}"}}"#);
        let event = EventRow {
            id: id.into(),
            event: "session.qr",
            payload,
            source: None,
            at: AT,
        };
        assert!(store.tell(&session, &event).await.unwrap());
    }
}

fn session() -> Session {
    Session::new(
        "ses_1".into(),
        "default".into(),
        SessionName::parse("support").unwrap(),
        AT,
    )
}

async fn reads(store: &Store) {
    assert_eq!(
        store.get("ses_1", "prekey", "7").await.unwrap().unwrap(),
        SECRET.as_bytes()
    );
    let signing = store.tenant("default").await.unwrap().unwrap().signing;
    assert_eq!(signing.current.0, SECRET);
    assert_eq!(signing.next.unwrap().0.0, SECRET);
    let other = FirstKey {
        fresh: "not this one",
        before: "nor this",
    };
    assert_eq!(store.phone_number_key(other, AT).await.unwrap(), SECRET);
    let webhooks = store.webhooks("default").await.unwrap();
    assert_eq!(webhooks[0].headers[0].value, SECRET);
    let keys = store.webhook_keys(webhooks[0].id, AT).await.unwrap();
    assert_eq!(keys[0].0, SECRET);
    let events = store.events("default", "support").await.unwrap();
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
                let text = row.try_get::<String, _>(*column);
                let text = text.unwrap_or_else(|_| {
                    String::from_utf8_lossy(&row.get::<Vec<u8>, _>(*column)).into_owned()
                });
                cells.push(text);
            }
        }
    }
    pool.close().await;
    cells
}
