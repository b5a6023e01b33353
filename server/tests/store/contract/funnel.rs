//! The funnel is written with the change that it reports, or not at all.

use std::time::Duration;

use titan_connect::domain::day::Day;
use titan_connect::domain::failure::Failure;
use titan_connect::domain::funnel::{Progress, Step};
use titan_connect::domain::mode::Method;
use titan_connect::domain::session::{Session, State};
use titan_connect::domain::time::Timestamp;
use titan_connect::domain::widget_session::{Outcome, WidgetSession};
use titan_connect::store::{Cell, EventRow, Filter, Store, StoreError};

use super::links::link;
use super::{AT, account, session};

const LATER: Timestamp = Timestamp::from_millis(AT.as_millis() + 1234);

/// Its session has the links of a number.
pub async fn is_written_with_its_change(store: &Store) {
    let started = session("ses_7", "other", "funnel");
    let made = WidgetSession {
        tenant_id: "other".into(),
        ..link("ws_7", "ses_7")
    };
    let created = store.create_widget_session(&made, Some(&started), None);
    created.await.unwrap();
    store
        .open_widget_session(&made.id, AT)
        .await
        .unwrap()
        .unwrap();
    let shown = Session {
        state: State::Scanning,
        code_lock: made.phone_number.clone(),
        ..started
    };
    nothing_of_a_failed_change_is_counted(store, &shown).await;
    nothing_of_a_link_that_ended_meanwhile_is_counted(store, &shown).await;
    a_step_is_counted_once(store, &shown).await;
    a_reason_is_counted_once(store, &shown).await;
}

fn event(id: &str, name: &'static str) -> EventRow {
    EventRow {
        id: id.into(),
        event: name,
        payload: "{}".into(),
        source: None,
        at: LATER,
    }
}

async fn counted(store: &Store) -> Cell {
    let filter = Filter {
        tenant_id: "other".into(),
        from: Day::of(AT),
        to: Day::of(AT),
        method: None,
        country: None,
        result: None,
    };
    let mut cells = store.funnel(&filter, LATER).await.unwrap();
    assert_eq!(cells.len(), 1, "the tenant's only link: {cells:?}");
    cells.remove(0)
}

/// The second event has the first one's id, so the transaction ends after both have been prepared.
async fn nothing_of_a_failed_change_is_counted(store: &Store, shown: &Session) {
    let events = [
        event("evt_7", "session.qr"),
        event("evt_7", "session.status"),
    ];
    assert!(store.commit(shown, &events, &[]).await.is_err());
    let scanned = Session {
        state: State::LoggingIn(account()),
        method: Some(Method::Qr),
        ..shown.clone()
    };
    assert!(store.commit(&scanned, &events, &[]).await.is_err());
    let cell = counted(store).await;
    assert_eq!((cell.shown, cell.scanned, cell.method), (0, 0, None));
}

/// The other link is completed first, in the same transaction.
async fn nothing_of_a_link_that_ended_meanwhile_is_counted(store: &Store, shown: &Session) {
    let ended = WidgetSession {
        opened: true,
        outcome: Outcome::Cancelled,
        ..link("ws_8", &shown.id)
    };
    store
        .create_widget_session(&ended, None, None)
        .await
        .unwrap();
    let connected = Session {
        state: State::Connected(account()),
        method: Some(Method::Qr),
        ..shown.clone()
    };
    let committed = store.commit(&connected, &[], &[ended]).await;
    assert!(
        matches!(committed, Err(StoreError::LinkEnded)),
        "{committed:?}"
    );
    assert_eq!(counted(store).await.outcome, Outcome::Open);
}

async fn a_step_is_counted_once(store: &Store, shown: &Session) {
    let took = Some(Duration::from_millis(1234));
    let method = Some(Method::Qr);
    let reached = |step| Progress::Reached { step, method, took };
    for (round, expected) in [
        vec![reached(Step::Chosen), reached(Step::Shown)],
        Vec::new(),
    ]
    .into_iter()
    .enumerate()
    {
        let code = [event(&format!("evt_7_{round}"), "session.qr")];
        let progress = store.commit(shown, &code, &[]).await.unwrap();
        assert_eq!(progress, expected, "round {round}");
    }
    assert_eq!(counted(store).await.shown, 1);
}

async fn a_reason_is_counted_once(store: &Store, shown: &Session) {
    for failure in [Failure::LinkRefused, Failure::Unknown, Failure::LinkRefused] {
        let failed = Session {
            failure: Some(failure),
            ..shown.clone()
        };
        store.commit(&failed, &[], &[]).await.unwrap();
    }
    let reasons = counted(store).await.reasons;
    assert_eq!(reasons, [Failure::LinkRefused, Failure::Unknown]);
}
