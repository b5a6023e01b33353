//! Sessions by API.

use serde_json::{Value, json};
use titan_connect::domain::session::{Reason, Status};

use crate::support::{ANA, TestService};

#[tokio::test]
async fn a_session_is_created_started_and_stopped() {
    let _sorted = sorted();
    let service = TestService::start().await;
    let tenant = service.tenant();
    let created = tenant
        .post("/api/sessions", json!({"name": "support"}))
        .await
        .data(201);
    insta::assert_json_snapshot!("created", created, {".createdAt" => time(), ".updatedAt" => time()});
    tenant
        .get("/api/support/pair/qr")
        .await
        .refused(409, "session_not_started");

    let started = tenant
        .post("/api/sessions/support/start", json!({}))
        .await
        .data(200);
    assert_eq!(
        (&started["status"], &started["statusReason"]),
        (&json!("CONNECTING"), &json!("SCAN_QR"))
    );
    let code = tenant.qr("support").await;
    let again = tenant
        .post("/api/sessions/support/start", json!({}))
        .await
        .data(200);
    assert_eq!(again["statusReason"], "SCAN_QR");
    assert_eq!(
        tenant.qr("support").await,
        code,
        "starting what runs changes nothing"
    );

    let stopped = tenant
        .post("/api/sessions/support/stop", json!({}))
        .await
        .data(200);
    assert_eq!(
        (&stopped["status"], &stopped["statusReason"]),
        (&json!("DISCONNECTED"), &json!("MANUAL_STOP"))
    );
    let still = tenant
        .post("/api/sessions/support/stop", json!({}))
        .await
        .data(200);
    assert_eq!(still["statusReason"], "MANUAL_STOP");
    assert_eq!(
        tenant
            .get("/api/sessions")
            .await
            .data(200)
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn session_names_are_validated_and_unique() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    for bad in ["", "a b", "-a", "ação"] {
        tenant
            .post("/api/sessions", json!({"name": bad}))
            .await
            .refused(400, "invalid_session_name");
    }
    tenant
        .post("/api/sessions", json!({}))
        .await
        .refused(400, "invalid_json");
    tenant
        .post("/api/sessions", json!({"name": "a", "strat": true}))
        .await
        .refused(400, "invalid_json");
    tenant
        .post("/api/sessions", json!({"name": "a"}))
        .await
        .data(201);
    tenant
        .post("/api/sessions", json!({"name": "a"}))
        .await
        .refused(409, "session_exists");
    tenant
        .get("/api/sessions/b")
        .await
        .refused(404, "session_not_found");
}

/// The whole life of a link, and every event of it in the order it happened.
#[tokio::test]
async fn events_from_scan_to_unlink_are_emitted() {
    let _sorted = sorted();
    let service = TestService::start().await;
    let tenant = service.tenant();
    tenant.create_session("support").await;
    service
        .scan(ANA, &tenant.qr("support").await)
        .await
        .data(200);
    service.settled("support", Status::Connected).await;
    let connected = tenant.get("/api/sessions/support").await.data(200);
    insta::assert_json_snapshot!("connected", connected, {".createdAt" => time(), ".updatedAt" => time(), ".lid" => lid()});
    tenant
        .get("/api/support/pair/qr")
        .await
        .refused(409, "already_connected");

    service.unlink(ANA).await.data(200);
    service
        .settled("support", Status::Disconnected(Reason::LoggedOut))
        .await;
    let events = service
        .app
        .store
        .events(&"default".into(), "support")
        .await
        .unwrap();
    let events: Vec<Value> = events
        .into_iter()
        .filter(|event| event.0 != "session.qr")
        .map(|event| json!([event.0, event.1]))
        .collect();
    insta::assert_json_snapshot!("events", events, {"[].lid" => lid(), "[][].lid" => lid()});
}

#[tokio::test]
async fn a_connected_session_comes_back_after_a_restart() {
    comes_back_after_a_restart(TestService::start().await).await;
}

#[tokio::test]
async fn a_connected_session_on_postgres_comes_back_after_a_restart() {
    comes_back_after_a_restart(TestService::start_on_postgres().await).await;
}

async fn comes_back_after_a_restart(service: TestService) {
    let tenant = service.tenant();
    tenant.create_session("support").await;
    service
        .scan(ANA, &tenant.qr("support").await)
        .await
        .data(200);
    let before = service.settled("support", Status::Connected).await;
    let service = service.restart().await;
    let after = service.settled("support", Status::Connected).await;
    assert_eq!(after.account(), before.account());
    assert_eq!(service.app.sessions.drivers.count(), 1);
}

/// JSON objects have no order, and serde's order depends on features of other crates.
fn sorted() -> insta::internals::SettingsBindDropGuard {
    let mut settings = insta::Settings::clone_current();
    settings.set_sort_maps(true);
    settings.bind_to_scope()
}

/// Checked before it is redacted: an ISO 8601 time.
fn time() -> insta::internals::Redaction {
    insta::dynamic_redaction(|value, _| {
        let text = value.as_str().expect("a moment");
        assert!(text.len() == 24 && text.ends_with('Z'), "{text}");
        "[time]"
    })
}

/// Checked before it is redacted: the account's LID.
fn lid() -> insta::internals::Redaction {
    insta::dynamic_redaction(|value, _| {
        let text = value.as_str().expect("a LID");
        assert!(text.ends_with("@lid"), "{text}");
        "[lid]"
    })
}
