//! What operators and tenants see coming: waves of unlinks, phones that are offline, and risky first messages.

mod first_messages;
mod phones;
mod unlink_waves;

use serde_json::Value;

use crate::support::TestService;

/// The payloads of a session's events of this name; `""` is no session.
async fn events(service: &TestService, session: &str, event: &str) -> Vec<Value> {
    let events = service.app.store.events(&"default".into(), session).await;
    let events = events.unwrap().into_iter();
    let found = events.filter(|(name, _)| name == event);
    found.map(|(_, payload)| payload).collect()
}
