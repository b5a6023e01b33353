//! Records events and reads the delivery log.

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::session::Session;
use titan_connect::store::EventRow;

use super::{Receiver, Tenant, TestService};

pub async fn webhook(tenant: &Tenant, receiver: &Receiver, more: Value) -> Value {
    let mut body = json!({"url": receiver.url});
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    tenant.post("/api/webhooks", body).await.data(201)
}

/// A session without a phone, for recording events.
pub async fn quiet_session(service: &TestService, name: &str) -> Session {
    let tenant = service.tenant();
    tenant
        .post("/api/sessions", json!({"name": name}))
        .await
        .data(201);
    let found = service
        .app
        .store
        .session_by_name(&"default".into(), name)
        .await;
    found.unwrap().unwrap()
}

/// Records an event of a session and returns its id.
pub async fn happen(service: &TestService, session: &Session, what: u32) -> String {
    let at = service.app.now();
    let event = EventRow {
        id: service.app.ids.next(at),
        event: "message.received",
        payload: json!({"number": what}).to_string(),
        source: None,
        at,
    };
    service
        .app
        .store
        .record_event(session, &event)
        .await
        .unwrap();
    event.id.into_string()
}

/// Waits until the delivery log of webhook 1 has the expected state.
pub async fn log_until(tenant: &Tenant, id: i64, is: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    let mut ticks = tokio::time::interval(Duration::from_millis(10));
    for _ in 0..1000 {
        ticks.tick().await;
        let path = format!("/api/webhooks/{id}/deliveries?limit=200");
        let log = tenant
            .get(&path)
            .await
            .data(200)
            .as_array()
            .unwrap()
            .clone();
        if is(&log) {
            return log;
        }
    }
    panic!("the log did not become what it should");
}

pub fn all_delivered(log: &[Value]) -> bool {
    !log.is_empty() && log.iter().all(|delivery| delivery["state"] == "delivered")
}
