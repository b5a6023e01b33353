//! Sessions.

use std::time::Duration;

use engine::KeyStore as _;
use titan_connect::domain::paging::Paging;
use titan_connect::domain::session::{Cause, Session, State};
use titan_connect::store::{Store, StoreError};

use super::commits::status_event;
use super::engine_keys::put;
use super::links::link;
use super::{AT, account, event_count, session, stored_session};

pub async fn have_unique_names(store: &Store) {
    let first = session("ses_1", "default", "support");
    store.create_session(&first).await.unwrap();
    let taken = store
        .create_session(&session("ses_2", "default", "support"))
        .await;
    assert!(matches!(taken, Err(StoreError::AlreadyExists)), "{taken:?}");
    let other = session("ses_3", "other", "support");
    store.create_session(&other).await.unwrap();
    is_found(store, &first).await;
    assert_eq!(store.session(&"missing".into()).await.unwrap(), None);
    assert!(store.wanted_sessions().await.unwrap().is_empty());
}

/// The default tenant's only session is found by its name, by its id and in the list.
async fn is_found(store: &Store, expected: &Session) {
    let by_name = store.session_by_name(&"default".into(), "support").await;
    assert_eq!(by_name.unwrap().as_ref(), Some(expected));
    let by_id = store.session(&"ses_1".into()).await.unwrap();
    assert_eq!(by_id.as_ref(), Some(expected));
    let all = store.sessions(&"default".into(), &Paging::default()).await;
    let all = all.unwrap().items;
    assert_eq!(all, std::slice::from_ref(expected));
}

pub async fn are_resumed_after_a_ban(store: &Store) {
    let banned = Session {
        state: State::Disconnected {
            cause: Cause::TemporaryBan {
                until: AT.plus(Duration::from_secs(60)),
            },
            account: Some(account()),
        },
        ..stored_session(store, "ses_4", "default", "new").await
    };
    store.commit(&banned, &[], &[]).await.unwrap();
    let found = store.session(&"ses_4".into()).await.unwrap().unwrap();
    assert_eq!(found, banned);
    let wanted = store.wanted_sessions().await.unwrap();
    assert!(wanted.contains(&"ses_4".into()));
}

pub async fn are_deleted_with_their_data(store: &Store) {
    stored_session(store, "ses_1", "default", "support").await;
    let gone = session("ses_4", "default", "new");
    let link = link("ws_1", "ses_4");
    let created = store.create_widget_session(&link, Some(&gone), None);
    created.await.unwrap();
    let events = [status_event("evt_1")];
    store.commit(&gone, &events, &[]).await.unwrap();
    assert_eq!(event_count(store, "default", "new").await, 1);
    let key = put("device", "a", b"x");
    store.apply("ses_4", vec![key]).await.unwrap();
    store.delete_session(&gone).await.unwrap();
    let twice = store.delete_session(&gone).await;
    assert!(matches!(twice, Err(StoreError::NotFound)), "{twice:?}");
    let moved = store.set_proxy(&gone).await;
    assert!(matches!(moved, Err(StoreError::NotFound)), "{moved:?}");
    assert_eq!(store.session(&"ses_4".into()).await.unwrap(), None);
    let link = store.widget_session(&"ws_1".into()).await.unwrap();
    assert!(link.is_none());
    assert!(store.list("ses_4", "device").await.unwrap().is_empty());
    assert_eq!(event_count(store, "default", "new").await, 0);
    let other = store.session(&"ses_1".into()).await.unwrap();
    assert!(other.is_some(), "others stay");
}
