//! The limits of phone codes.

use std::time::Duration;

use titan_connect::domain::code_limit::Grant;
use titan_connect::domain::time::Timestamp;
use titan_connect::store::{CodeQuota, InitialKey, Store};

use super::links::link;
use super::{AT, session};

const FIRST_WAIT: Duration = Duration::from_secs(30);

pub async fn are_limited(store: &Store) {
    let session = session("ses_1", "default", "support");
    let link = link("ws_1", "ses_1");
    let created = store.create_widget_session(&link, Some(&session), None);
    created.await.unwrap();
    let now = each_code_needs_a_longer_wait(store).await;
    let now = a_day_without_codes_resets_the_wait(store, now).await;
    a_link_has_a_quota(store, now).await;
    the_key_that_hashed_the_numbers_is_kept(store, now).await;
}

async fn grant(store: &Store, hash: &str, now: Timestamp) -> Grant {
    store.grant_code(hash, None, now).await.unwrap()
}

async fn each_code_needs_a_longer_wait(store: &Store) -> Timestamp {
    let mut now = AT;
    for wait in [30, 60, 300, 900, 3600, 14_400, 14_400] {
        let wait = Duration::from_secs(wait);
        assert_eq!(grant(store, "hash", now).await, Grant::Granted);
        assert_eq!(grant(store, "hash", now).await, Grant::Wait(wait));
        let other = format!("other {wait:?} {now:?}");
        assert_eq!(grant(store, &other, now).await, Grant::Granted);
        now = now.plus(wait);
    }
    now
}

async fn a_day_without_codes_resets_the_wait(store: &Store, now: Timestamp) -> Timestamp {
    let now = now.plus(Duration::from_hours(24));
    assert_eq!(grant(store, "hash", now).await, Grant::Granted);
    let again = grant(store, "hash", now).await;
    assert_eq!(again, Grant::Wait(FIRST_WAIT));
    now
}

async fn a_link_has_a_quota(store: &Store, now: Timestamp) {
    let share = Some(CodeQuota {
        widget_id: &"ws_1".into(),
        most: 2,
    });
    let ask = async |hash: &str| store.grant_code(hash, share, now).await.unwrap();
    assert_eq!(ask("a").await, Grant::Granted);
    assert_eq!(ask("a").await, Grant::Wait(FIRST_WAIT));
    assert_eq!(ask("b").await, Grant::Granted, "a refusal is not counted");
    assert_eq!(ask("c").await, Grant::UsedUp);
    let unasked = grant(store, "c", now).await;
    assert_eq!(unasked, Grant::Granted, "nor for the number");
}

async fn the_key_that_hashed_the_numbers_is_kept(store: &Store, now: Timestamp) {
    let first = InitialKey {
        fresh: "fresh",
        previous: "before",
    };
    assert_eq!(store.phone_number_key(first, now).await.unwrap(), "before");
}
