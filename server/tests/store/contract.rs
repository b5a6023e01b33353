//! The behaviour that the store requires of every database. No check depends on another.

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
use titan_connect::domain::session::{Account, Platform, Session, State};
use titan_connect::domain::signing::SigningSecret;
use titan_connect::domain::tenant::Tenant;
use titan_connect::domain::time::Timestamp;
use titan_connect::store::Store;

use crate::Database;

const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);

/// One test for each check on each database, which is new and empty.
macro_rules! on_both_databases {
    ($($test:ident: $check:path;)*) => {
        mod sqlite {
            use super::*;

            $(#[tokio::test]
            async fn $test() {
                run(Database::sqlite(), $check).await;
            })*
        }

        mod postgres {
            use super::*;

            $(#[tokio::test]
            async fn $test() {
                run(Database::postgres(), $check).await;
            })*
        }
    };
}

on_both_databases! {
    tenants_are_kept_and_changed: tenants::are_kept_and_changed;
    api_keys_are_kept_changed_and_deleted: api_keys::are_kept_changed_and_deleted;
    sessions_have_unique_names: sessions::have_unique_names;
    sessions_are_resumed_after_a_ban: sessions::are_resumed_after_a_ban;
    sessions_are_deleted_with_their_data: sessions::are_deleted_with_their_data;
    changes_are_atomic: commits::are_atomic;
    one_source_creates_one_event: commits::create_one_event_for_one_source;
    links_end_once: links::end_once;
    the_funnel_is_written_with_its_change: funnel::is_written_with_its_change;
    engine_keys_are_kept_for_each_session: engine_keys::are_kept_for_each_session;
    engine_keys_are_stored_in_bulk: engine_keys::are_stored_in_bulk;
    codes_are_limited: codes::are_limited;
    sent_messages_are_reported_once: sent_messages::are_reported_once;
}

/// The database has the two tenants of the checks and nothing else.
async fn run(database: Database, check: impl AsyncFn(&Store)) {
    let store = database.open(&[1]).await;
    store.ping().await.unwrap();
    for id in ["default", "other"] {
        let tenant = Tenant::new(id.into(), "Acme", SigningSecret::new("s3cret"), AT);
        store.ensure_tenant(&tenant).await.unwrap();
    }
    check(&store).await;
    store.close().await;
}

/// What was committed is there when the database is opened again.
async fn keeps_what_was_committed(database: Database) {
    let store = database.open(&[1]).await;
    let tenant = Tenant::new("default".into(), "Acme", SigningSecret::new("s3cret"), AT);
    store.ensure_tenant(&tenant).await.unwrap();
    let connected = Session {
        state: State::Connected(account()),
        ..stored_session(&store, "ses_1", "default", "support").await
    };
    let events = [commits::status_event("evt_1")];
    store.commit(&connected, &events, &[]).await.unwrap();
    store.close().await;

    let again = database.open(&[1]).await;
    let session = again.session_by_name(&"default".into(), "support").await;
    assert_eq!(session.unwrap(), Some(connected));
    assert_eq!(event_count(&again, "default", "support").await, 1);
    again.close().await;
}

#[tokio::test]
async fn sqlite_keeps_what_was_committed() {
    keeps_what_was_committed(Database::sqlite()).await;
}

#[tokio::test]
async fn postgres_keeps_what_was_committed() {
    keeps_what_was_committed(Database::postgres()).await;
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

/// A new session that is in the database.
async fn stored_session(store: &Store, id: &str, tenant: &str, name: &str) -> Session {
    let session = session(id, tenant, name);
    store.create_session(&session).await.unwrap();
    session
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
