//! Several sessions are unlinked at once.

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::session::{Reason, Status};
use titan_connect::domain::unlink_wave::Threshold;

use super::events;
use crate::support::{ANA, TestService};

const BIA: &str = "+5521988880002";
const LINA: &str = "+4915112345678";

const LOGGED_OUT: Status = Status::Disconnected(Reason::LoggedOut);

async fn service() -> TestService {
    let service = TestService::start_with(|config| {
        config.operating.unlink_wave = Threshold {
            sessions: 3,
            window: Duration::from_secs(600),
        };
    })
    .await;
    service.add_phone(LINA).await;
    service
}

async fn link(service: &TestService, session: &str, phone: &str) {
    let tenant = service.tenant();
    tenant.create_session(session).await;
    let qr = tenant.qr(session).await;
    service.scan(phone, &qr).await.data(200);
    service.settled(session, Status::Connected).await;
}

async fn waves(service: &TestService) -> Vec<Value> {
    events(service, "", "sessions.unlink_wave").await
}

#[tokio::test]
async fn many_unlinks_at_once_are_one_wave() {
    let service = service().await;
    let sessions = [("a", ANA), ("b", BIA), ("c", LINA)];
    for (session, phone) in sessions {
        link(&service, session, phone).await;
    }
    service.fault(json!({"unlinkPhones": true})).await;
    for (session, _) in sessions {
        service.settled(session, LOGGED_OUT).await;
    }
    let wave = service.tenant_event("sessions.unlink_wave").await;
    assert_eq!(wave["count"], 3);
    assert_eq!(wave["sessions"], json!(["a", "b", "c"]));
    assert_eq!(waves(&service).await.len(), 1);
    service.counts("titan_unlink_waves_total 1");
}

#[tokio::test]
async fn a_log_out_that_was_requested_here_is_no_part_of_a_wave() {
    let service = service().await;
    for (session, phone) in [("a", ANA), ("b", BIA), ("c", LINA)] {
        link(&service, session, phone).await;
    }
    let logout = service
        .tenant()
        .post("/api/sessions/a/logout", json!({}))
        .await;
    logout.data(200);
    for (session, phone) in [("b", BIA), ("c", LINA)] {
        service.unlink(phone).await.data(200);
        service.settled(session, LOGGED_OUT).await;
    }
    // The third one that nobody requested makes it a wave.
    link(&service, "d", ANA).await;
    service.unlink(ANA).await.data(200);
    let wave = service.tenant_event("sessions.unlink_wave").await;
    assert_eq!(wave["sessions"], json!(["b", "c", "d"]));
    service.counts("titan_unlink_waves_total 1");
}

impl TestService {
    /// Waits for the tenant's event of this name that belongs to no session. It is written after the sessions' own.
    async fn tenant_event(&self, event: &str) -> Value {
        let found = async {
            loop {
                if let Some(payload) = events(self, "", event).await.pop() {
                    return payload;
                }
                self.spend_time(1).await;
            }
        };
        let found = tokio::time::timeout(Duration::from_secs(20), found).await;
        found.expect("the event in time")
    }
}
