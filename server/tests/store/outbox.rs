//! The outbox: any database must let an event be delivered at least once, in order, by one process at a time.

mod claims;
mod deletion;
mod fixtures;
mod problems;
mod retries;
mod webhooks;

use std::time::Duration;

use titan_connect::domain::signing::SigningSecret;
use titan_connect::domain::tenant::Tenant;
use titan_connect::domain::time::Timestamp;
use titan_connect::store::Store;

use fixtures::{add_webhook, claim, record_status};
pub use fixtures::{key, webhook};

const AT: Timestamp = Timestamp::from_millis(1_763_670_000_000);
const MINUTE: Duration = Duration::from_secs(60);

/// Each step deletes the webhooks that it adds.
pub async fn holds(store: &Store) {
    for id in ["default", "other"] {
        add_tenant(store, id).await;
    }
    webhooks::are_stored_with_all_fields(store).await;
    webhooks::receive_matching_events(store).await;
    claims::belong_to_one_process_at_a_time(store).await;
    claims::do_not_miss_events_added_during_delivery(store).await;
    retries::wait_and_are_logged(store).await;
    problems::are_reported_to_the_other_webhooks(store).await;
    deletion::keeps_pending_events(store).await;
}

async fn add_tenant(store: &Store, id: &str) {
    let tenant = Tenant::new(id.into(), "Acme", SigningSecret::new("s"), AT);
    store.ensure_tenant(&tenant).await.unwrap();
}

/// A service delivers while `opens` opens its database, as a command does. Then the service starts again.
pub async fn keeps_claims(service: &Store, opens: impl AsyncFnOnce() -> Store) {
    add_tenant(service, "default").await;
    let id = add_webhook(service, &webhook("default", &[], None), "whk_1").await;
    record_status(service, "support", "evt_a").await;
    assert_eq!(claim(service, id, "service", AT).await.len(), 1);
    let command = opens().await;
    assert!(
        claim(&command, id, "command", AT).await.is_empty(),
        "the service lost what it delivers"
    );
    command.release_claims().await.unwrap();
    assert_eq!(claim(&command, id, "next", AT).await.len(), 1);
    command.close().await;
}
