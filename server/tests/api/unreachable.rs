//! WhatsApp is unreachable: the widget, the API and the operator's tools report it, and the service keeps trying.

use std::time::Duration;

use sandbox::Gateway;
use serde_json::{Value, json};
use titan_connect::domain::failure::Failure;
use titan_connect::domain::session::Status;

use crate::support::{ANA, Live, TestService, finish};

/// An opened link; returns the session's name and the token too.
async fn opened(service: &TestService) -> (String, String, Live) {
    let tenant = service.tenant();
    let widget = tenant.create_widget_session(json!({})).await;
    let text = |field: &str| widget[field].as_str().unwrap().to_owned();
    assert_eq!(service.open(&text("widgetToken")).await.status, 200);
    let live = service.live(&text("widgetToken")).await;
    (text("session"), text("widgetToken"), live)
}

#[tokio::test]
async fn the_page_shows_the_outage_and_then_the_code() {
    let mut gateway = Gateway::closed().unwrap();
    let service = TestService::start_behind(&gateway, 4.0).await;
    let (session, _, mut live) = opened(&service).await;
    let view = live.until("unreachable").await;
    let notice_in_ms = &view["noticeInMs"];
    assert_eq!(notice_in_ms, 10_000, "from the opening: {view}");
    assert!(view["retryInMs"].as_u64().unwrap() <= 60_000, "{view}");
    service.clock.advance(Duration::from_secs(11));
    live.until_view(|view| view["step"] == "unreachable" && view["noticeInMs"] == 0)
        .await;
    gateway.open_to(service.address()).await.unwrap();
    live.until("qr").await;
    let qr = service.tenant().qr(&session).await;
    service.scan(ANA, &qr).await.data(200);
    live.until("connected").await;
}

#[tokio::test]
async fn a_network_that_drops_packets_is_reported_like_one_that_refuses() {
    let mut gateway = Gateway::closed().unwrap();
    gateway.fall_silent().await.unwrap();
    let service = TestService::start_behind(&gateway, 4.0).await;
    let (_, _, mut live) = opened(&service).await;
    live.until("unreachable").await;
    service.counts("titan_connect_attempts_failed_total{reason=\"handshake_stalled\"} 1");
}

#[tokio::test]
async fn a_backend_gets_the_error_and_when_to_retry() {
    let mut gateway = Gateway::closed().unwrap();
    let service = TestService::start_behind(&gateway, 1.0).await;
    let (session, token, mut live) = opened(&service).await;
    live.until("unreachable").await;
    service.clock.advance(Duration::from_secs(10));
    let tenant = service.tenant();
    let qr = format!("/api/{session}/pair/qr");
    for path in [qr.clone(), format!("{qr}?format=image")] {
        let answer = tenant.get(&path).await;
        answer.refused(503, "whatsapp_unreachable");
        assert!(answer.json()["retryAfterMs"].is_u64(), "{}", answer.text());
        assert!(answer.header("retry-after").parse::<u64>().is_ok());
    }
    let wish = json!({"phoneNumber": ANA});
    let phone = format!("/api/{session}/pair/phone");
    for _ in 0..7 {
        let answer = tenant.post(&phone, wish.clone()).await;
        answer.refused(503, "whatsapp_unreachable");
        ask(&service, &token)
            .await
            .refused(503, "whatsapp_unreachable");
    }
    gateway.open_to(service.address()).await.unwrap();
    live.until("qr").await;
    // The rejected request was not counted for the number or the link.
    tenant.post(&phone, wish).await.json()["code"]
        .as_str()
        .expect("a code at once");
}

async fn ask(service: &TestService, token: &str) -> crate::support::Answer {
    let request = service.http.post(format!("{}/widget/phone", service.url));
    finish(
        request
            .bearer_auth(token)
            .json(&json!({"phoneNumber": ANA})),
    )
    .await
}

#[tokio::test]
async fn an_outage_is_a_warning_and_does_not_change_readiness() {
    let mut gateway = Gateway::closed().unwrap();
    let service = TestService::start_behind(&gateway, 4.0).await;
    assert_eq!(warnings(&service).await, json!([]));
    let (_, _, mut live) = opened(&service).await;
    live.until("unreachable").await;
    assert_eq!(warnings(&service).await, json!(["whatsapp_unreachable"]));
    service.counts("titan_sessions_unreachable 1");
    service.counts("titan_failures_total{reason=\"unreachable\"} 1");
    gateway.open_to(service.address()).await.unwrap();
    live.until("qr").await;
    assert_eq!(warnings(&service).await, json!([]));
    service.counts("titan_sessions_unreachable 0");
}

async fn warnings(service: &TestService) -> Value {
    let ready = service.tenant().get("/health/ready").await.data(200);
    assert_eq!(ready["ready"], true);
    ready["warnings"].clone()
}

#[tokio::test]
async fn a_stopped_session_no_longer_counts_as_unreachable() {
    let gateway = Gateway::closed().unwrap();
    let service = TestService::start_behind(&gateway, 4.0).await;
    let (session, _, mut live) = opened(&service).await;
    live.until("unreachable").await;
    let stop = format!("/api/sessions/{session}/stop");
    service.tenant().post(&stop, json!({})).await.data(200);
    assert_eq!(warnings(&service).await, json!([]));
    service.counts("titan_sessions_unreachable 0");
}

#[tokio::test]
async fn a_linked_number_reports_a_lost_connection_and_reconnects() {
    let mut gateway = Gateway::closed().unwrap();
    let service = TestService::start_behind(&gateway, 1.0).await;
    gateway.open_to(service.address()).await.unwrap();
    service.connect_ana().await;
    let row = service
        .app
        .store
        .session_by_name(&"default".into(), "support")
        .await;
    let id = row.unwrap().unwrap().id;
    let mut live = service.app.sessions.hub.watch(&id).unwrap();
    gateway.close().await.unwrap();
    let away = tokio::time::timeout(
        Duration::from_secs(20),
        live.wait_for(|live| live.session.failure == Some(Failure::Unreachable)),
    );
    let status = away.await.expect("told in time").unwrap().session.status();
    assert_eq!(status, Status::Reconnecting);
    assert_eq!(warnings(&service).await, json!(["whatsapp_unreachable"]));
    gateway.open_to(service.address()).await.unwrap();
    service.settled("support", Status::Connected).await;
    assert_eq!(warnings(&service).await, json!([]));
    assert_eq!(live.borrow().session.failure, None);
}
