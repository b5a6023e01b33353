//! When a link starts its session: a browser's navigation does, once. Preview robots do not, and reloads do not
//! restart a session that timed out.

use reqwest::Method;
use serde_json::{Value, json};
use titan_connect::domain::session::{Reason, Status};

use crate::support::{ANA, Answer, IN_FRAME, TestService};

async fn link(service: &TestService, body: Value) -> (String, String) {
    let widget = service.tenant().create_widget_session(body).await;
    let text = |field: &str| widget[field].as_str().unwrap().to_owned();
    (text("session"), text("widgetToken"))
}

fn shows_a_code(page: &Answer) -> bool {
    page.text().contains("crispEdges")
}

async fn never_started(service: &TestService, session: &str) {
    assert_eq!(service.app.sessions.drivers.count(), 0);
    let path = format!("/api/sessions/{session}");
    let session = service.tenant().get(&path).await.data(200);
    assert_eq!(
        (&session["status"], &session["statusReason"]),
        (&json!("DISCONNECTED"), &json!(null))
    );
}

#[tokio::test]
async fn a_preview_robot_gets_the_page_and_starts_no_session() {
    let service = TestService::start().await;
    let (session, token) = link(&service, json!({"mode": "qr"})).await;
    let robots: [&[(&str, &str)]; 6] = [
        &[],
        &[("user-agent", "WhatsApp/2.23 A")],
        &[("sec-fetch-dest", "empty")],
        &[("sec-fetch-dest", "image")],
        &[("sec-fetch-dest", "document"), ("sec-purpose", "prefetch")],
        &[("sec-fetch-dest", "document"), ("purpose", "prefetch")],
    ];
    for robot in robots {
        let page = service.fetch_link(Method::GET, &token, robot).await;
        assert_eq!(page.status, 200, "{robot:?}");
        assert!(!shows_a_code(&page), "{robot:?}");
        never_started(&service, &session).await;
    }
    let head = service.fetch_link(Method::HEAD, &token, IN_FRAME).await;
    assert_eq!(head.status, 200);
    never_started(&service, &session).await;
}

#[tokio::test]
async fn the_pages_script_starts_a_session_that_the_page_did_not() {
    let service = TestService::start().await;
    let (session, token) = link(&service, json!({"mode": "qr"})).await;
    let page = service.fetch_link(Method::GET, &token, &[]).await;
    assert!(
        page.text().contains(r#""started":false"#),
        "the page tells its script that the start is still to be asked for"
    );
    let mut live = service.live(&token).await;
    let (_, boot) = live.next().await.unwrap();
    assert_eq!(
        (&boot["started"], &boot["view"]["step"]),
        (&json!(false), &json!("preparing"))
    );

    assert_eq!(service.widget_call("start", &token).await.status, 202);

    live.until("qr").await;
    service
        .scan(ANA, &service.tenant().qr(&session).await)
        .await
        .data(200);
    live.until("connected").await;
    let path = format!("/api/sessions/{session}");
    let session = service.tenant().get(&path).await.data(200);
    assert_eq!(session["status"], "CONNECTED");
}

#[tokio::test]
async fn a_start_requires_an_open_link() {
    let service = TestService::start().await;
    let (session, token) = link(&service, json!({"mode": "qr"})).await;
    service.widget_call("cancel", &token).await.data(200);
    service
        .widget_call("start", &token)
        .await
        .refused(403, "invalid_widget_token");
    service
        .widget_call("start", "nonsense")
        .await
        .refused(403, "invalid_widget_token");
    never_started(&service, &session).await;
}

#[tokio::test]
async fn a_browser_gets_the_code_in_the_first_html_of_a_window_and_of_a_frame() {
    let service = TestService::start().await;
    for dest in ["document", "iframe", "frame"] {
        let (_, token) = link(&service, json!({"mode": "qr"})).await;
        let headers = [("sec-fetch-dest", dest)];
        let page = service.fetch_link(Method::GET, &token, &headers).await;
        assert!(shows_a_code(&page), "{dest}");
        assert!(page.text().contains(r#""started":true"#), "{dest}");
    }
}

#[tokio::test]
async fn a_link_opened_during_a_crash_shows_a_code_on_the_next_load() {
    let service = TestService::start().await;
    let (_, token) = link(&service, json!({"mode": "qr"})).await;
    // The last write of the process.
    service.sql("UPDATE widget_sessions SET opened = 1").await;
    assert!(shows_a_code(&service.open(&token).await));
}

#[tokio::test]
async fn a_stopped_session_starts_on_the_next_load_after_a_crash_during_opening() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    tenant.create_session("support").await;
    let _stopped = tenant.post("/api/sessions/support/stop", json!({})).await;
    service
        .settled("support", Status::Disconnected(Reason::ManualStop))
        .await;
    let (_, token) = link(&service, json!({"sessionName": "support"})).await;
    service.sql("UPDATE widget_sessions SET opened = 1").await;
    assert!(shows_a_code(&service.open(&token).await));
}

#[tokio::test]
async fn a_reload_does_not_restart_a_session_that_timed_out() {
    let service = TestService::start_at_speed(100.0).await;
    let (session, token) = link(&service, json!({"mode": "qr"})).await;
    assert!(shows_a_code(&service.open(&token).await));
    service
        .settled(&session, Status::Disconnected(Reason::QrTimeout))
        .await;
    assert!(!shows_a_code(&service.open(&token).await));
    assert_eq!(service.widget_call("start", &token).await.status, 202);
    service
        .settled(&session, Status::Disconnected(Reason::QrTimeout))
        .await;
    let mut live = service.live(&token).await;
    assert_eq!(live.next().await.unwrap().1["view"]["step"], "timed_out");
}

#[tokio::test]
async fn a_number_may_be_typed_on_a_page_that_was_not_started() {
    let service = TestService::start().await;
    let (session, token) = link(&service, json!({"phoneNumber": ANA})).await;
    let request = service
        .http
        .post(format!("{}/widget/phone", service.url))
        .bearer_auth(&token)
        .json(&json!({"phoneNumber": ANA}));
    let code = crate::support::finish(request).await.data(200);
    service
        .enter_code(ANA, code["code"].as_str().unwrap())
        .await
        .data(200);
    service.settled(&session, Status::Connected).await;
    let mut live = service.live(&token).await;
    assert_eq!(live.next().await.unwrap().1["view"]["step"], "connected");
    // The link has connected a number, so it has ended.
    assert_eq!(service.widget_call("start", &token).await.status, 403);
}
