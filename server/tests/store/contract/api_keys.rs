//! API keys.

use std::time::Duration;

use titan_connect::domain::api_key::{ApiKeyRecord, KeyChange, Label};
use titan_connect::domain::id::TenantId;
use titan_connect::domain::paging::Paging;
use titan_connect::domain::scope::Scopes;
use titan_connect::store::{Store, StoreError};

use super::AT;

const LIFETIME: Duration = Duration::from_secs(60);

pub async fn are_kept_changed_and_deleted(store: &Store) {
    are_recorded_once(store).await;
    are_switched_off_and_renamed(store).await;
    keep_the_time_of_the_latest_use(store).await;
    stay_deleted(store).await;
    are_forgotten_when_they_expire(store).await;
}

fn key(id: &str, tenant: &str) -> ApiKeyRecord {
    ApiKeyRecord {
        id: id.into(),
        tenant_id: tenant.into(),
        label: Label::parse("billing").unwrap(),
        scopes: Scopes::SESSIONS_READ,
        is_active: true,
        created_at: AT,
        expires_at: AT.plus(LIFETIME),
        last_used_at: None,
    }
}

async fn keys(store: &Store, tenant: Option<&str>) -> Vec<ApiKeyRecord> {
    let tenant = tenant.map(TenantId::from);
    let paging = Paging::default();
    let page = store.api_keys(tenant.as_ref(), Scopes::ALL, &paging).await;
    page.unwrap().items
}

async fn are_recorded_once(store: &Store) {
    let (first, second) = (key("key_1", "default"), key("key_2", "other"));
    for key in [&first, &second] {
        store.record_api_key(key).await.unwrap();
        store.record_api_key(key).await.unwrap();
    }
    assert_eq!(
        keys(store, Some("default")).await,
        std::slice::from_ref(&first)
    );
    assert_eq!(keys(store, None).await.len(), 2);
    assert_eq!(store.api_key(&"key_1".into()).await.unwrap(), Some(first));
    assert!(store.disabled_api_keys(AT).await.unwrap().is_empty());
}

async fn are_switched_off_and_renamed(store: &Store) {
    let off = ApiKeyRecord {
        is_active: false,
        ..key("key_1", "default")
    };
    let switch = KeyChange {
        is_active: Some(false),
        label: None,
    };
    let changed = store.update_api_key(&"key_1".into(), &switch).await;
    assert_eq!(changed.unwrap(), off);
    let renamed = ApiKeyRecord {
        label: Label::parse("old").unwrap(),
        ..off
    };
    let label = KeyChange {
        label: Some(renamed.label.clone()),
        is_active: None,
    };
    let changed = store.update_api_key(&"key_1".into(), &label).await;
    assert_eq!(changed.unwrap(), renamed);
    assert_eq!(store.api_key(&"key_1".into()).await.unwrap(), Some(renamed));
    let missing = store.update_api_key(&"key_9".into(), &switch).await;
    assert!(matches!(missing, Err(StoreError::NotFound)), "{missing:?}");
}

async fn keep_the_time_of_the_latest_use(store: &Store) {
    let later = AT.plus(Duration::from_secs(30));
    let used = [("key_2".into(), later), ("key_2".into(), AT)];
    store.record_key_use(&used, AT).await.unwrap();
    let seen = store.api_key(&"key_2".into()).await.unwrap().unwrap();
    assert_eq!(seen.last_used_at, Some(later));
}

async fn stay_deleted(store: &Store) {
    store.delete_api_key(&"key_2".into(), AT).await.unwrap();
    let twice = store.delete_api_key(&"key_2".into(), AT).await;
    assert!(matches!(twice, Err(StoreError::NotFound)), "{twice:?}");
    assert_eq!(store.api_key(&"key_2".into()).await.unwrap(), None);
    assert_eq!(store.disabled_api_keys(AT).await.unwrap().len(), 2);
    store.record_api_key(&key("key_2", "other")).await.unwrap();
    assert_eq!(
        store.api_key(&"key_2".into()).await.unwrap(),
        None,
        "a deleted key is not restored"
    );
}

async fn are_forgotten_when_they_expire(store: &Store) {
    let end = AT.plus(LIFETIME);
    store.record_key_use(&[], end).await.unwrap();
    assert!(store.disabled_api_keys(end).await.unwrap().is_empty());
}
