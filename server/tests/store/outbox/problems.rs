//! Stalled and disabled webhooks.

use titan_connect::domain::id::WebhookId;
use titan_connect::domain::session::{Account, Platform, Session, State};
use titan_connect::domain::time::Timestamp;
use titan_connect::domain::webhook::{DisabledReason, Webhook};
use titan_connect::store::Store;

use super::AT;
use super::fixtures::{add_default_webhook, drain, event, session};

pub async fn are_reported_to_the_other_webhooks(store: &Store) {
    let failing = add_default_webhook(store, "whk_12").await;
    let well = add_default_webhook(store, "whk_13").await;
    connect_a_session(store).await;
    drain(store, well, AT).await;
    a_stalled_queue_is_found(store, failing).await;
    a_stalled_queue_is_reported_once(store, failing, well).await;
    a_webhook_is_disabled_only_if_unchanged(store, failing).await;
    a_disabled_webhook_is_not_due(store, well).await;
    store.delete_webhook(failing, AT).await.unwrap();
    store.delete_webhook(well, AT).await.unwrap();
}

fn account() -> Account {
    Account {
        phone_number: "+5511999990001".into(),
        lid: Some("9@lid".into()),
        push_name: None,
        business_name: None,
        platform: Platform::Consumer,
    }
}

async fn connect_a_session(store: &Store) {
    let live = Session {
        state: State::Connected(account()),
        ..session("live")
    };
    store.create_session(&live).await.unwrap();
    let events = [event("evt_j", "session.status")];
    store.commit(&live, &events, &[]).await.unwrap();
}

async fn a_stalled_queue_is_found(store: &Store, failing: WebhookId) {
    let before = store.stalled_queues(Timestamp::from_millis(0)).await;
    assert!(before.unwrap().is_empty());
    let stalled = store.stalled_queues(AT).await.unwrap();
    assert_eq!(stalled, [("default".into(), failing, "live".to_owned())]);
}

async fn a_stalled_queue_is_reported_once(store: &Store, failing: WebhookId, well: WebhookId) {
    let report = event("evt_k", "webhook.stalled");
    for is_new in [true, false] {
        let marked = store
            .mark_stalled(&"default".into(), failing, "live", &report)
            .await;
        assert_eq!(marked.unwrap(), is_new);
    }
    assert_eq!(drain(store, well, AT).await, ["evt_k"]);
    assert!(
        store.stalled_queues(AT).await.unwrap().is_empty(),
        "reported once"
    );
}

async fn a_webhook_is_disabled_only_if_unchanged(store: &Store, failing: WebhookId) {
    let found = store.webhook(&"default".into(), failing).await;
    let current = found.unwrap().unwrap();
    let before_it_moved = Webhook {
        url: "https://old.example.com/".into(),
        ..current.clone()
    };
    assert!(!disable(store, &before_it_moved, DisabledReason::Gone).await);
    let before_it_was_forgiven = Webhook {
        failing_since: Some(AT),
        ..current.clone()
    };
    assert!(!disable(store, &before_it_was_forgiven, DisabledReason::Failing).await);
    assert!(disable(store, &current, DisabledReason::Gone).await);
    assert!(!disable(store, &current, DisabledReason::Gone).await);
}

async fn disable(store: &Store, webhook: &Webhook, reason: DisabledReason) -> bool {
    let report = event("evt_l", "webhook.disabled");
    let disabled = store.disable_webhook(webhook, reason, &report).await;
    disabled.unwrap()
}

async fn a_disabled_webhook_is_not_due(store: &Store, well: WebhookId) {
    assert_eq!(drain(store, well, AT).await, ["evt_l"]);
    assert!(
        store.due_webhooks(AT).await.unwrap().is_empty(),
        "disabled is not due"
    );
    assert_eq!(store.next_due().await.unwrap(), None);
}
