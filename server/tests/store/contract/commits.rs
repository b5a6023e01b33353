//! A change of a session and its events.

use std::time::Duration;

use serde_json::json;
use titan_connect::domain::mode::Method;
use titan_connect::domain::session::{Session, State};
use titan_connect::store::{EventRow, Store};

use super::{AT, account, event_count, stored_session};

pub async fn are_atomic(store: &Store) {
    let connected = Session {
        state: State::Connected(account()),
        method: Some(Method::Qr),
        updated_at: AT.plus(Duration::from_secs(1)),
        ..stored_session(store, "ses_1", "default", "support").await
    };
    a_change_is_stored_with_its_events(store, &connected).await;
    nothing_of_a_failed_change_stays(store, &connected).await;
}

pub(super) fn status_event(id: &str) -> EventRow {
    EventRow {
        id: id.into(),
        event: "session.status",
        payload: r#"{"status":"CONNECTED"}"#.into(),
        source: None,
        at: AT,
    }
}

async fn a_change_is_stored_with_its_events(store: &Store, connected: &Session) {
    let events = [status_event("evt_1"), status_event("evt_2")];
    store.commit(connected, &events, &[]).await.unwrap();
    let found = store.session(&"ses_1".into()).await.unwrap().unwrap();
    assert_eq!(&found, connected);
    assert_eq!(store.wanted_sessions().await.unwrap(), ["ses_1".into()]);
    let events = store.events(&"default".into(), "support").await.unwrap();
    assert_eq!(events.len(), 2);
    let expected = ("session.status".to_owned(), json!({"status": "CONNECTED"}));
    assert_eq!(events[0], expected);
    assert_eq!(event_count(store, "other", "support").await, 0);
}

async fn nothing_of_a_failed_change_stays(store: &Store, connected: &Session) {
    let half = Session {
        state: State::Created,
        ..connected.clone()
    };
    let events = [status_event("evt_3"), status_event("evt_1")];
    let failed = store.commit(&half, &events, &[]).await;
    assert!(failed.is_err(), "an id twice");
    let found = store.session(&"ses_1".into()).await.unwrap().unwrap();
    assert_eq!(&found, connected, "nothing of a failed change stays");
    assert_eq!(event_count(store, "default", "support").await, 2);
}

pub async fn create_one_event_for_one_source(store: &Store) {
    let session = stored_session(store, "ses_3", "other", "support").await;
    for (id, source, is_new) in [
        ("evt_a", Some("m1"), true),
        ("evt_b", Some("m1"), false),
        ("evt_c", None, true),
        ("evt_d", None, true),
    ] {
        let event = received(id, source);
        let recorded = store.record_event(&session, &event).await.unwrap();
        assert_eq!(recorded, is_new, "{id}");
    }
    assert_eq!(event_count(store, "other", "support").await, 3);
}

fn received(id: &str, source: Option<&str>) -> EventRow {
    EventRow {
        id: id.into(),
        event: "message.received",
        payload: "{}".into(),
        source: source.map(str::to_owned),
        at: AT,
    }
}
