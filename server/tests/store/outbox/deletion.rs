//! The deletion of old events.

use titan_connect::domain::time::Timestamp;
use titan_connect::store::Store;

use super::fixtures::{add_default_webhook, claim, deliver, drain, record_status, session};
use super::{AT, MINUTE};

pub async fn keeps_pending_events(store: &Store) {
    let id = add_default_webhook(store, "whk_14").await;
    let known = session("kept");
    store.create_session(&known).await.unwrap();
    for event in ["evt_m", "evt_n"] {
        record_status(store, "kept", event).await;
    }
    let queue = claim(store, id, "me", AT).await.remove(0);
    assert!(deliver(store, &queue, "evt_m", AT).await);
    let later = AT.plus(MINUTE);
    let kept = left_after_deletion(store, AT, later).await;
    assert_eq!(kept, 2, "too young, and its session is there");
    let kept = left_after_deletion(store, later, AT).await;
    assert_eq!(kept, 1, "the delivered old event is deleted");
    store.delete_session(&known).await.unwrap();
    let kept = left_after_deletion(store, later, later).await;
    assert_eq!(kept, 1, "what waits stays, session or not");
    store.release(&queue).await.unwrap();
    assert_eq!(drain(store, id, later).await, ["evt_n"]);
    let kept = left_after_deletion(store, AT, later).await;
    assert_eq!(kept, 0, "an orphan");
    store.delete_webhook(id, AT).await.unwrap();
}

/// Deletes in batches until nothing more is deleted, and counts the events that are left.
async fn left_after_deletion(store: &Store, old: Timestamp, orphaned: Timestamp) -> usize {
    while store.delete_old_events(old, orphaned).await.unwrap() > 0 {}
    let left = store.events(&"default".into(), "kept").await;
    left.unwrap().len()
}
