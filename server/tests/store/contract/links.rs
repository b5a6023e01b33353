//! Links, stored as widget sessions.

use std::time::Duration;

use titan_connect::domain::appearance::{Locale, Theme};
use titan_connect::domain::callback::CallbackUrl;
use titan_connect::domain::mode::Mode;
use titan_connect::domain::origin::Origin;
use titan_connect::domain::phone::PhoneNumber;
use titan_connect::domain::session::{Session, State, Status};
use titan_connect::domain::widget_session::{Outcome, WidgetSession};
use titan_connect::store::{Store, StoreError};

use super::{AT, account, session};

pub async fn end_once(store: &Store) {
    a_link_is_stored_with_its_session(store).await;
    a_number_in_an_old_spelling_matches(store).await;
    nothing_of_a_link_to_a_taken_name_stays(store).await;
    let opened = an_opened_link_is_listed(store).await;
    let connected = Session {
        state: State::Connected(account()),
        ..session("ses_4", "default", "new")
    };
    a_link_that_has_ended_is_not_completed(store, &connected).await;
    a_completed_link_stays_completed(store, &connected, &opened).await;
}

pub(super) fn link(id: &str, session_id: &str) -> WidgetSession {
    WidgetSession {
        id: id.into(),
        tenant_id: "default".into(),
        session_id: session_id.into(),
        mode: Mode::Qr,
        callback_url: Some(CallbackUrl::parse("https://app.example.com/done?a=1").unwrap()),
        allowed_origins: vec![Origin::parse("https://app.example.com").unwrap()],
        phone_number: Some(PhoneNumber::parse("+5511999990001").unwrap()),
        theme: Theme::Dark,
        locale: Locale::parse("pt-BR").ok(),
        state: Some("a'b".into()),
        meta_app: None,
        outcome: Outcome::Open,
        method: None,
        reason: None,
        opened: false,
        started: false,
        created_at: AT,
        expires_at: AT.plus(Duration::from_secs(900)),
    }
}

async fn stored(store: &Store, id: &str) -> WidgetSession {
    store.widget_session(&id.into()).await.unwrap().unwrap()
}

async fn a_link_is_stored_with_its_session(store: &Store) {
    let made = link("ws_1", "ses_4");
    let new = session("ses_4", "default", "new");
    let created = store.create_widget_session(&made, Some(&new), None).await;
    created.unwrap();
    let found = stored(store, "ws_1").await;
    assert_eq!(format!("{found:?}"), format!("{made:?}"));
    assert_eq!(found.phone_number, made.phone_number);
    assert_eq!(store.session(&"ses_4".into()).await.unwrap(), Some(new));
}

async fn a_number_in_an_old_spelling_matches(store: &Store) {
    let old_lock = WidgetSession {
        phone_number: Some(PhoneNumber::from_stored("+49015112347777").unwrap()),
        ..link("ws_0", "ses_4")
    };
    store
        .create_widget_session(&old_lock, None, None)
        .await
        .unwrap();
    let lock = stored(store, "ws_0").await.phone_number.unwrap();
    assert!(
        lock.matches("+4915112347777"),
        "a lock from before numbers were brought into one spelling"
    );
}

async fn nothing_of_a_link_to_a_taken_name_stays(store: &Store) {
    let same_name = session("ses_5", "default", "new");
    let taken = store
        .create_widget_session(&link("ws_2", "ses_5"), Some(&same_name), None)
        .await;
    assert!(matches!(taken, Err(StoreError::AlreadyExists)), "{taken:?}");
    let link = store.widget_session(&"ws_2".into()).await.unwrap();
    assert!(link.is_none(), "nothing of it stays");
}

async fn an_opened_link_is_listed(store: &Store) -> WidgetSession {
    let unopened = store.open_links(&"ses_4".into(), AT).await.unwrap();
    assert!(unopened.is_empty(), "not opened yet");
    let first = store.open_widget_session(&"ws_1".into(), AT).await.unwrap();
    assert!(first.is_some());
    store.mark_widget_started(&"ws_1".into()).await.unwrap();
    let opened = stored(store, "ws_1").await;
    assert_eq!((opened.opened, opened.started), (true, true));
    assert_eq!(
        store.open_links(&"ses_4".into(), AT).await.unwrap().len(),
        1
    );
    opened
}

async fn a_link_that_has_ended_is_not_completed(store: &Store, connected: &Session) {
    let link = link("ws_9", &connected.id);
    store
        .create_widget_session(&link, None, None)
        .await
        .unwrap();
    let first = store.open_widget_session(&"ws_9".into(), AT).await.unwrap();
    assert!(first.is_some());
    let cancelled = store
        .end_widget_session(&"ws_9".into(), Outcome::Cancelled)
        .await;
    assert!(cancelled.unwrap().is_ended);
    let committed = store.commit(connected, &[], &[link]).await;
    assert!(
        matches!(committed, Err(StoreError::LinkEnded)),
        "{committed:?}"
    );
    let session = store.session(&connected.id).await.unwrap().unwrap();
    assert_ne!(session.status(), Status::Connected, "nothing is written");
    assert_eq!(stored(store, "ws_1").await.outcome, Outcome::Open);
}

async fn a_completed_link_stays_completed(
    store: &Store,
    connected: &Session,
    opened: &WidgetSession,
) {
    let completed = std::slice::from_ref(opened);
    store.commit(connected, &[], completed).await.unwrap();
    assert_eq!(stored(store, "ws_1").await.outcome, Outcome::Connected);
    let ended = store
        .end_widget_session(&"ws_1".into(), Outcome::Cancelled)
        .await;
    assert!(!ended.unwrap().is_ended, "success stands");
    let cancelled = store.cancel_widget_session(opened, AT).await.unwrap();
    assert!(
        !cancelled.is_ended,
        "also against the person's own cancellation"
    );
    assert_eq!(stored(store, "ws_1").await.outcome, Outcome::Connected);
    let again = store.open_widget_session(&"ws_1".into(), AT).await.unwrap();
    assert!(again.is_none(), "an ended link is not opened");
}
