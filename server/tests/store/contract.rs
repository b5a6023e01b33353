//! The behaviour that the store requires of every database.

mod api_keys;
mod codes;
mod commits;
mod engine_keys;
mod funnel;
mod links;
mod sent_messages;
mod sessions;
mod tenants;

use titan_connect::domain::name::SessionName;
use titan_connect::domain::session::{Account, Platform, Session, Status};
use titan_connect::domain::time::Timestamp;
use titan_connect::store::Store;

const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);

/// Each step uses what the steps before it have stored.
pub async fn holds(store: &Store) {
    store.ping().await.unwrap();
    tenants::are_kept_and_changed(store).await;
    api_keys::are_kept_changed_and_deleted(store).await;
    sessions::have_unique_names(store).await;
    commits::are_atomic(store).await;
    links::end_once(store).await;
    funnel::is_written_with_its_change(store).await;
    engine_keys::are_kept_for_each_session(store).await;
    engine_keys::are_stored_in_bulk(store).await;
    commits::create_one_event_for_one_source(store).await;
    codes::are_limited(store).await;
    sent_messages::are_reported_once(store).await;
    sessions::are_resumed_after_a_ban(store).await;
    sessions::are_deleted_with_their_data(store).await;
}

pub async fn is_still_there(store: &Store) {
    let session = store
        .session_by_name(&"default".into(), "support")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(session.status(), Status::Connected);
    assert_eq!(event_count(store, "default", "support").await, 2);
}

async fn event_count(store: &Store, tenant: &str, session: &str) -> usize {
    let events = store.events(&tenant.into(), session).await;
    events.unwrap().len()
}

fn session(id: &str, tenant: &str, name: &str) -> Session {
    Session::new(
        id.into(),
        tenant.into(),
        SessionName::parse(name).unwrap(),
        AT,
    )
}

fn account() -> Account {
    Account {
        phone_number: "+5511999990001".into(),
        lid: Some("1@lid".into()),
        push_name: Some("Ana 🌷 O'Neil".into()),
        business_name: None,
        platform: Platform::Consumer,
    }
}
