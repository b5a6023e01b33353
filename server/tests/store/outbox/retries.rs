//! Failed deliveries: their retries, their log and their replay.

use titan_connect::domain::id::WebhookId;
use titan_connect::domain::paging::{Limit, Paging, Position};
use titan_connect::domain::time::Timestamp;
use titan_connect::domain::webhook::DeliveryState;
use titan_connect::store::{AttemptResult, DeliveryQueue, Store};

use super::fixtures::{add_default_webhook, attempt, claim, drain, record_status};
use super::{AT, MINUTE};

pub async fn wait_and_are_logged(store: &Store) {
    let id = add_default_webhook(store, "whk_11").await;
    for event in ["evt_g", "evt_h"] {
        record_status(store, "support", event).await;
    }
    a_failure_delays_the_queue(store, id).await;
    an_event_that_is_given_up_frees_the_queue(store, id).await;
    the_log_has_pages_and_a_filter(store, id).await;
    one_event_is_replayed(store, id).await;
    all_events_are_replayed(store, id).await;
    store.delete_webhook(id, AT).await.unwrap();
}

/// Records a failed attempt of `evt_g`.
async fn fail(store: &Store, queue: &DeliveryQueue, at: Timestamp, result: AttemptResult) {
    let failed = attempt(500, at);
    let recorded = store
        .record(queue, &"evt_g".into(), &failed, &result, at)
        .await;
    assert!(recorded.unwrap());
}

async fn failures(store: &Store, id: WebhookId) -> (i64, Option<Timestamp>) {
    let webhook = store.webhook(&"default".into(), id).await.unwrap().unwrap();
    (webhook.failures, webhook.failing_since)
}

async fn a_failure_delays_the_queue(store: &Store, id: WebhookId) {
    let queue = claim(store, id, "me", AT).await.remove(0);
    let again = AttemptResult::RetryAt(AT.plus(MINUTE));
    fail(store, &queue, AT, again).await;
    // Another event does not shorten the pause.
    record_status(store, "support", "evt_i").await;
    assert!(claim(store, id, "me", AT).await.is_empty());
    assert_eq!(failures(store, id).await, (1, Some(AT)));
}

async fn an_event_that_is_given_up_frees_the_queue(store: &Store, id: WebhookId) {
    let later = AT.plus(MINUTE);
    let queue = claim(store, id, "me", later).await.remove(0);
    fail(store, &queue, later, AttemptResult::GivenUp).await;
    assert_eq!(drain(store, id, later).await, ["evt_h", "evt_i"]);
    assert_eq!(failures(store, id).await, (0, None));
}

fn page(before: Option<&str>) -> Paging {
    Paging {
        after: before.map(Position::of_id),
        limit: Limit::new(2).unwrap(),
    }
}

async fn the_log_has_pages_and_a_filter(store: &Store, id: WebhookId) {
    let log = store.deliveries(id, None, &page(None)).await.unwrap();
    assert_eq!(log.next, Some(Position::of_id("evt_h")));
    let log = log.items;
    let ids: Vec<&str> = log.iter().map(|row| row.event_id.as_str()).collect();
    assert_eq!(ids, ["evt_i", "evt_h"]);
    let next = page(Some("evt_h"));
    let log = store.deliveries(id, None, &next).await.unwrap();
    assert_eq!(log.next, None);
    let log = log.items;
    assert_eq!(
        (log.len(), log[0].attempts.len(), log[0].state),
        (1, 2, DeliveryState::Failed)
    );
    assert_eq!(log[0].attempts[0], attempt(500, AT));
    let failed = Some(DeliveryState::Failed);
    let failed = store.deliveries(id, failed, &page(None)).await.unwrap();
    assert_eq!(failed.items, log);
}

async fn one_event_is_replayed(store: &Store, id: WebhookId) {
    let later = AT.plus(MINUTE);
    assert!(store.replay(id, &"evt_g".into(), later).await.unwrap());
    assert!(!store.replay(id, &"evt_never".into(), later).await.unwrap());
    assert_eq!(drain(store, id, later).await, ["evt_g"]);
}

async fn all_events_are_replayed(store: &Store, id: WebhookId) {
    let later = AT.plus(MINUTE);
    let mut replay = store.begin_replay(id, AT, later).await.unwrap();
    let since = store.continue_replay(&mut replay).await.unwrap();
    assert_eq!(store.continue_replay(&mut replay).await.unwrap(), 0);
    assert!(store.replays().await.unwrap().is_empty());
    let all = drain(store, id, later).await;
    assert_eq!(u64::try_from(all.len()).unwrap(), since);
    let ours = all.iter().filter(|event| *event >= &"evt_g".to_owned());
    assert!(ours.eq(["evt_g", "evt_h", "evt_i"].iter()), "{all:?}");
}
