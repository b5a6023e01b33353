//! API keys: their scopes, and how they end.

use serde_json::{Value, json};
use std::time::Duration;

use titan_connect::domain::api_key::{ApiKeyRecord, KeyChange};
use titan_connect::domain::paging::Paging;
use titan_connect::domain::scope::Scopes;

use crate::support::{Tenant, TestService};

/// The id of the key with this label.
fn called<'a>(keys: &'a Value, label: &str) -> &'a Value {
    let mut keys = keys.as_array().unwrap().iter();
    keys.find(|key| key["label"] == label).unwrap()
}

const DAY: Duration = Duration::from_hours(24);

#[tokio::test]
async fn a_key_is_shown_once_and_works() {
    let service = TestService::start().await;
    let owner = service.tenant();
    let made = owner
        .post(
            "/api/account/keys",
            json!({"label": "billing", "lifetimeDays": 30, "scopes": ["sessions:read"]}),
        )
        .await;
    assert_eq!(made.header("cache-control"), "no-store");
    let made = made.data(201);
    let key = made["key"].as_str().unwrap();
    assert_eq!(key.len(), 104);
    assert_eq!(made["scopes"], json!(["sessions:read"]));
    Tenant::new(&service.url, key)
        .get("/api/sessions")
        .await
        .data(200);

    let listed = owner.get("/api/account/keys").await;
    assert!(!listed.text().contains(key), "a key is shown once");
    let listed = listed.data(200);
    assert_eq!(called(&listed, "billing")["id"], made["id"]);
    assert_eq!(called(&listed, "first")["scopes"], json!(["*"]));
    let id = made["id"].as_str().unwrap();
    let shown = owner
        .get(&format!("/api/account/keys/{id}"))
        .await
        .data(200);
    assert_eq!(shown["isActive"], true);
    assert!(shown.get("key").is_none());

    service.clock.advance(30 * DAY);
    Tenant::new(&service.url, key)
        .get("/api/sessions")
        .await
        .refused(401, "expired_api_key");
}

#[tokio::test]
async fn a_key_creates_only_keys_with_its_own_scopes_and_expiry() {
    let service = TestService::start().await;
    let small = service
        .new_key(&["sessions:read", "sessions:manage"], 10)
        .await;
    let wish =
        |scopes: &[&str], days: u32| json!({"label": "x", "scopes": scopes, "lifetimeDays": days});
    for more in [
        &["*"][..],
        &["messages:write"],
        &["sessions:read", "webhooks:manage"],
    ] {
        small
            .post("/api/account/keys", wish(more, 1))
            .await
            .refused(403, "scope_not_held");
    }
    let smaller = small
        .post("/api/account/keys", wish(&["sessions:read"], 3650))
        .await
        .data(201);
    let own = service.tenant().get("/api/account/keys").await.data(200);
    assert_eq!(
        smaller["expiresAt"],
        called(&own, "made")["expiresAt"],
        "it ends with its maker"
    );

    // It can access keys that it could have created, and no others.
    let seen = small.get("/api/account/keys").await.data(200);
    assert_eq!(seen.as_array().unwrap().len(), 2, "{seen}");
    let first = called(&own, "first")["id"].as_str().unwrap();
    let first = format!("/api/account/keys/{first}");
    small.get(&first).await.refused(404, "api_key_not_found");
    small
        .patch(&first, json!({"isActive": false}))
        .await
        .refused(404, "api_key_not_found");
    small.delete(&first).await.refused(404, "api_key_not_found");
}

#[tokio::test]
async fn disabling_enabling_and_deleting_a_key_take_effect_at_once() {
    let service = TestService::start().await;
    let owner = service.tenant();
    let other = service.new_key(&["sessions:read"], 10).await;
    let keys = owner.get("/api/account/keys").await.data(200);
    let path = format!(
        "/api/account/keys/{}",
        called(&keys, "made")["id"].as_str().unwrap()
    );

    let off = owner
        .patch(&path, json!({"isActive": false, "label": "old"}))
        .await
        .data(200);
    assert_eq!(
        (&off["isActive"], &off["label"]),
        (&json!(false), &json!("old"))
    );
    other
        .get("/api/sessions")
        .await
        .refused(401, "disabled_api_key");
    owner
        .patch(&path, json!({"isActive": true}))
        .await
        .data(200);
    other.get("/api/sessions").await.data(200);

    owner.delete(&path).await.data(200);
    other
        .get("/api/sessions")
        .await
        .refused(401, "disabled_api_key");
    owner.get(&path).await.refused(404, "api_key_not_found");
    owner
        .patch(&path, json!({}))
        .await
        .refused(404, "api_key_not_found");
    let service = service.restart().await;
    Tenant::new(&service.url, other.key())
        .get("/api/sessions")
        .await
        .refused(401, "disabled_api_key");
}

#[tokio::test]
async fn a_key_disabled_elsewhere_is_rejected_within_five_seconds() {
    let service = TestService::start().await;
    let other = service.new_key(&["sessions:read"], 10).await;
    other.get("/api/sessions").await.data(200);
    // As another node, or the command line, does it: in the database alone.
    let store = &service.app.store;
    let paging = Paging::default();
    let keys = store.api_keys(None, Scopes::ALL, &paging).await;
    let keys = keys.unwrap().items;
    let made = |key: &ApiKeyRecord| key.label.as_str() == "made";
    let key = keys.into_iter().find(made).unwrap();
    let off = KeyChange {
        is_active: Some(false),
        label: None,
    };
    let changed = service.app.store.update_api_key(&key.id, &off).await;
    assert!(!changed.unwrap().is_active);
    tokio::time::timeout(Duration::from_secs(5), async {
        while other.get("/api/sessions").await.status == 200 {}
    })
    .await
    .expect("refused within five seconds");
    other
        .get("/api/sessions")
        .await
        .refused(401, "disabled_api_key");
}

#[tokio::test]
async fn the_last_use_is_recorded_to_the_minute() {
    let service = TestService::start().await;
    let other = service.new_key(&["sessions:read"], 10).await;
    service.clock.advance(Duration::from_secs(90));
    other.get("/api/sessions").await.data(200);
    let service = service.restart().await;
    let keys = service.tenant().get("/api/account/keys").await.data(200);
    let used = called(&keys, "made")["lastUsedAt"].as_str().unwrap();
    assert!(used.ends_with(":00.000Z"), "{used}");
}

#[tokio::test]
async fn invalid_requests_get_an_error_with_the_allowed_values() {
    let service = TestService::start().await;
    let owner = service.tenant();
    for (wish, code) in [
        (json!({"label": "", "scopes": ["*"]}), "invalid_label"),
        (json!({"label": "a", "scopes": []}), "invalid_scopes"),
        (
            json!({"label": "a", "scopes": ["sessions:fly"]}),
            "invalid_scopes",
        ),
        (
            json!({"label": "a", "scopes": ["*"], "lifetimeDays": 0}),
            "invalid_lifetime",
        ),
        (
            json!({"label": "a", "scopes": ["*"], "lifetimeDays": 9999}),
            "invalid_lifetime",
        ),
        (json!({"label": "a"}), "invalid_json"),
        (
            json!({"label": "a", "scopes": ["*"], "tenantId": "default"}),
            "invalid_json",
        ),
    ] {
        owner
            .post("/api/account/keys", wish)
            .await
            .refused(400, code);
    }
}
