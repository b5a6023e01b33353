//! The claims of delivery queues.

use titan_connect::store::Store;

use super::fixtures::{add_default_webhook, claim, deliver, drain, record_status, waiting};
use super::{AT, MINUTE};

pub async fn belong_to_one_process_at_a_time(store: &Store) {
    let id = add_default_webhook(store, "whk_9").await;
    for event in ["evt_c", "evt_d"] {
        record_status(store, "support", event).await;
    }
    let mine = claim(store, id, "me", AT).await;
    assert_eq!(mine.len(), 1);
    assert!(claim(store, id, "you", AT).await.is_empty());
    assert!(store.due_webhooks(AT).await.unwrap().is_empty());
    assert_eq!(store.next_due().await.unwrap(), Some(AT.plus(MINUTE)));
    // The first process dies, the second takes over, the first returns.
    let later = AT.plus(MINUTE);
    let yours = claim(store, id, "you", later).await;
    let (version, events) = waiting(store, &yours[0]).await;
    assert_eq!(events, ["evt_c", "evt_d"]);
    assert!(!deliver(store, &mine[0], "evt_c", later).await);
    assert!(!store.mark_empty(&mine[0], version).await.unwrap());
    store.release(&mine[0]).await.unwrap();
    assert!(
        claim(store, id, "me", later).await.is_empty(),
        "still claimed by the other process"
    );
    assert_eq!(waiting(store, &yours[0]).await.1, ["evt_d"]);
    store.release(&yours[0]).await.unwrap();
    assert_eq!(drain(store, id, later).await, ["evt_d"]);
    store.delete_webhook(id, AT).await.unwrap();
}

pub async fn do_not_miss_events_added_during_delivery(store: &Store) {
    let id = add_default_webhook(store, "whk_10").await;
    record_status(store, "support", "evt_e").await;
    let queue = claim(store, id, "me", AT).await.remove(0);
    let (version, _) = waiting(store, &queue).await;
    assert!(deliver(store, &queue, "evt_e", AT).await);
    record_status(store, "support", "evt_f").await;
    assert!(
        !store.mark_empty(&queue, version).await.unwrap(),
        "an event was added"
    );
    store.release(&queue).await.unwrap();
    assert_eq!(drain(store, id, AT).await, ["evt_f"]);
    store.delete_webhook(id, AT).await.unwrap();
}
