//! Webhooks, and the events that each receives.

use titan_connect::domain::id::WebhookId;
use titan_connect::domain::paging::Paging;
use titan_connect::domain::time::Timestamp;
use titan_connect::domain::webhook::{DisabledReason, EventFilter, Webhook};
use titan_connect::domain::webhook_change::{Switch, WebhookChange};
use titan_connect::store::{Store, StoreError};

use super::fixtures::{
    add_default_webhook, add_webhook, drain, event, key, record_status, session, webhook,
};
use super::{AT, MINUTE};

pub async fn are_stored_with_all_fields(store: &Store) {
    let made = are_created(store).await;
    are_changed_in_all_fields(store, &made).await;
    keep_a_replaced_key_until_it_expires(store, made.id).await;
    are_deleted_with_their_keys(store, made.id).await;
    never_reuse_an_id(store, made.id).await;
}

async fn are_created(store: &Store) -> Webhook {
    let events = ["session.qr", "message.received"];
    let made = webhook("default", &events, Some("support"));
    let id = add_webhook(store, &made, "whk_1").await;
    let made = Webhook { id, ..made };
    let found = store.webhook(&"default".into(), id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&made));
    assert_eq!(store.webhook(&"other".into(), id).await.unwrap(), None);
    let all = store.webhooks(&"default".into(), &Paging::default()).await;
    let all = all.unwrap().items;
    assert_eq!(all, std::slice::from_ref(&made));
    made
}

/// Clears everything that can be cleared, and disables the webhook.
fn clear_all() -> WebhookChange {
    WebhookChange {
        url: None,
        events: Some(EventFilter::All),
        session: Some(None),
        label: Some(None),
        headers: Some(vec![]),
        retries: Some(None),
        enabled: Some(Switch::Off),
    }
}

fn cleared(made: &Webhook) -> Webhook {
    Webhook {
        events: EventFilter::All,
        session: None,
        label: None,
        headers: vec![],
        retries: None,
        enabled: false,
        disabled_reason: Some(DisabledReason::Requested),
        ..made.clone()
    }
}

async fn are_changed_in_all_fields(store: &Store, made: &Webhook) {
    let later = AT.plus(MINUTE);
    let new = key("whk_2", "new-key-material", later);
    let until = later.plus(MINUTE);
    let after = store
        .update_webhook(made.id, clear_all(), Some((&new, until)), later)
        .await;
    let expected = cleared(made);
    assert_eq!(after.unwrap(), expected);
    let found = store.webhook(&"default".into(), made.id).await.unwrap();
    assert_eq!(found, Some(expected));
}

async fn keys_at(store: &Store, id: WebhookId, at: Timestamp) -> Vec<String> {
    let keys = store.webhook_keys(id, at).await.unwrap();
    keys.into_iter()
        .map(|key| key.expose().to_owned())
        .collect()
}

async fn keep_a_replaced_key_until_it_expires(store: &Store, id: WebhookId) {
    let later = AT.plus(MINUTE);
    let both = ["new-key-material", "very-secret-key-material"];
    assert_eq!(keys_at(store, id, later).await, both);
    let until = later.plus(MINUTE);
    assert_eq!(keys_at(store, id, until).await, ["new-key-material"]);
}

async fn are_deleted_with_their_keys(store: &Store, id: WebhookId) {
    store.delete_webhook(id, AT).await.unwrap();
    let twice = store.delete_webhook(id, AT).await;
    assert!(matches!(twice, Err(StoreError::NotFound)), "{twice:?}");
    let late = store
        .update_webhook(id, WebhookChange::default(), None, AT)
        .await;
    assert!(matches!(late, Err(StoreError::NotFound)), "{late:?}");
    assert_eq!(store.webhook(&"default".into(), id).await.unwrap(), None);
    assert!(keys_at(store, id, AT.plus(MINUTE)).await.is_empty());
}

async fn never_reuse_an_id(store: &Store, id: WebhookId) {
    let next = add_default_webhook(store, "whk_3").await;
    assert!(next > id, "an id is never used twice");
    store.delete_webhook(next, AT).await.unwrap();
}

pub async fn receive_matching_events(store: &Store) {
    let all = add_default_webhook(store, "whk_4").await;
    let some = add_webhook(store, &webhook("default", &["session.qr"], None), "whk_5").await;
    let sales = add_webhook(store, &webhook("default", &[], Some("sales")), "whk_6").await;
    let theirs = add_webhook(store, &webhook("other", &[], None), "whk_7").await;
    let off = add_disabled_webhook(store, "whk_8").await;
    let qr = event("evt_a", "session.qr");
    let recorded = store.record_event(&session("support"), &qr).await;
    recorded.unwrap();
    record_status(store, "sales", "evt_b").await;

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

async fn add_disabled_webhook(store: &Store, key_id: &str) -> WebhookId {
    let id = add_default_webhook(store, key_id).await;
    let switch = WebhookChange {
        enabled: Some(Switch::Off),
        ..WebhookChange::default()
    };
    store.update_webhook(id, switch, None, AT).await.unwrap();
    id
}
