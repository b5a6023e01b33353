//! The setting that decides whether a session silences its phone.

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::session::Status;
use tokio::time::{interval, timeout};

use crate::support::{ANA, TestService};

/// Waits until the phone rings, or is silent.
async fn until_rings(service: &TestService, rings: bool) {
    let mut tick = interval(Duration::from_millis(20));
    let waiting = async {
        while ana(service).await["rings"] != rings {
            tick.tick().await;
        }
    };
    let waited = timeout(Duration::from_secs(20), waiting).await;
    waited.expect("the phone notices");
}

async fn ana(service: &TestService) -> Value {
    let phones = service.phones().await;
    let mut phones = phones.into_iter();
    let phone = phones.find(|phone| phone["phoneNumber"] == ANA);
    phone.expect("Ana's phone")
}

#[tokio::test]
async fn a_tenant_decides_whether_a_session_is_available() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let body = json!({"name": "a", "start": true});
    let session = tenant.post("/api/sessions", body).await.data(201);
    assert_eq!(session["presence"], "unavailable");
    let qr = tenant.qr("a").await;
    service.scan(ANA, &qr).await.data(200);
    service.settled("a", Status::Connected).await;
    until_rings(&service, true).await;

    let available = json!({"presence": "available"});
    let session = tenant.patch("/api/sessions/a", available).await.data(200);
    assert_eq!(session["presence"], "available");
    until_rings(&service, false).await;

    let service = service.restart().await;
    let tenant = service.tenant();
    service.settled("a", Status::Connected).await;
    until_rings(&service, false).await;
    let unavailable = json!({"presence": "unavailable"});
    tenant.patch("/api/sessions/a", unavailable).await.data(200);
    until_rings(&service, true).await;
}

#[tokio::test]
async fn a_presence_has_two_values() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let body = json!({"name": "a", "presence": "available"});
    let session = tenant.post("/api/sessions", body).await.data(201);
    assert_eq!(session["presence"], "available");
    let stopped = json!({"presence": "unavailable"});
    let session = tenant.patch("/api/sessions/a", stopped).await.data(200);
    assert_eq!(session["presence"], "unavailable");
    for body in [json!({"presence": "busy"}), json!({"presence": null})] {
        tenant
            .patch("/api/sessions/a", body)
            .await
            .refused(400, "invalid_json");
    }
}
