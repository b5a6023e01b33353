//! Failures at WhatsApp, from the network to the widget's view.

use serde_json::{Value, json};

use crate::support::{ANA, Live, TestService};

/// The maximum number of linked devices of a phone.
const DEVICES: usize = 4;

/// An opened link; returns the session's name too.
async fn opened(service: &TestService) -> (String, Live) {
    let tenant = service.tenant();
    let widget = tenant.create_widget_session(json!({"mode": "qr"})).await;
    let text = |field: &str| widget[field].as_str().unwrap().to_owned();
    assert_eq!(service.open(&text("widgetToken")).await.status, 200);
    let live = service.live(&text("widgetToken")).await;
    (text("session"), live)
}

async fn shown_after(fault: Value) -> Value {
    let service = TestService::start().await;
    let (session, mut live) = opened(&service).await;
    let qr = service.tenant().qr(&session).await;
    service.fault(fault).await;
    // The phone's scan may be rejected; what matters is what the page shows.
    let _answer = service.scan(ANA, &qr).await;
    live.until("failed").await
}

#[tokio::test]
async fn each_failure_of_the_network_is_shown_in_the_view() {
    for (reason, fault) in [
        ("link_refused", json!({"spoilLinks": {"times": 1}})),
        (
            "replaced",
            json!({"refuseLogins": {"reason": 409, "phoneNumber": ANA}}),
        ),
        (
            "unknown",
            json!({"refuseLogins": {"reason": 499, "phoneNumber": ANA, "times": 1000}}),
        ),
    ] {
        assert_eq!(shown_after(fault).await["reason"], reason);
    }
}

/// The phone itself rejects the scan and WhatsApp does not report it, so the code stays valid and on the screen.
#[tokio::test]
async fn a_phone_at_its_device_limit_leaves_the_code_on_the_screen() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    for index in 0..DEVICES {
        let name = format!("earlier-{index}");
        tenant.create_session(&name).await;
        service.scan(ANA, &tenant.qr(&name).await).await.data(200);
    }
    let (session, mut live) = opened(&service).await;
    live.until("qr").await;
    let qr = tenant.qr(&session).await;
    let refused = service.scan(ANA, &qr).await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["code"].clone()),
        (422, json!("device_limit"))
    );
    service.unlink(ANA).await.data(200);
    service.scan(ANA, &qr).await.data(200);
    live.until("connected").await;
}

/// Names and payloads of a session's events, without the codes.
async fn told(service: &TestService, session: &str) -> Vec<(String, Value)> {
    let events = service
        .app
        .store
        .events(&"default".into(), session)
        .await
        .unwrap();
    let no_code = |(event, _): &(String, Value)| event != "session.qr";
    events.into_iter().filter(no_code).collect()
}

#[tokio::test]
async fn a_failure_reaches_the_backend_as_well_as_the_person() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let body = json!({"mode": "qr", "state": "order-42"});
    let widget = tenant.create_widget_session(body).await;
    let text = |field: &str| widget[field].as_str().unwrap().to_owned();
    let (id, name) = (text("id"), text("session"));
    let page = format!(
        "{}/widget/connect?token={}",
        service.url,
        text("widgetToken")
    );
    assert_eq!(service.page(&page).await.status, 200);
    let mut live = service.live(&text("widgetToken")).await;
    let qr = tenant.qr(&name).await;
    service.fault(json!({"demandPasskey": {"times": 1}})).await;
    let _told_no = service.scan(ANA, &qr).await;
    let view = live.until("failed").await;
    assert_eq!(view["reason"], "passkey_required");

    let session = tenant.get(&format!("/api/sessions/{name}")).await.data(200);
    assert_eq!(
        (&session["statusReason"], &session["failure"]),
        (&json!("SCAN_QR"), &json!("passkey_required"))
    );
    let link = tenant
        .get(&format!("/api/widget/sessions/{id}"))
        .await
        .data(200);
    assert_eq!(
        (&link["outcome"], &link["reason"], &link["state"]),
        (
            &json!("open"),
            &json!("passkey_required"),
            &json!("order-42")
        )
    );
    let events = told(&service, &name).await;
    let status =
        json!({"status": "CONNECTING", "statusReason": "SCAN_QR", "failure": "passkey_required"});
    assert!(
        events.contains(&("session.status".into(), status)),
        "{events:?}"
    );
    let failed =
        json!({"id": id, "session": name, "reason": "passkey_required", "state": "order-42"});
    assert!(
        events.contains(&("widget.failed".into(), failed)),
        "{events:?}"
    );
}

#[tokio::test]
async fn a_success_after_a_failure_is_emitted_with_the_links_state() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let body = json!({"mode": "qr", "state": "order-42"});
    let widget = tenant.create_widget_session(body).await;
    let text = |field: &str| widget[field].as_str().unwrap().to_owned();
    let (id, name, token) = (text("id"), text("session"), text("widgetToken"));
    let page = format!("{}/widget/connect?token={token}", service.url);
    assert_eq!(service.page(&page).await.status, 200);
    let mut live = service.live(&token).await;
    service.fault(json!({"spoilLinks": {"times": 1}})).await;
    let _told_no = service.scan(ANA, &tenant.qr(&name).await).await;
    live.until("failed").await;
    let renewed = service
        .http
        .post(format!("{}/widget/renew", service.url))
        .bearer_auth(&token);
    assert_eq!(renewed.send().await.unwrap().status(), 202);
    live.until("qr").await;
    service.scan(ANA, &tenant.qr(&name).await).await.data(200);
    live.until("connected").await;
    let link = tenant
        .get(&format!("/api/widget/sessions/{id}"))
        .await
        .data(200);
    assert_eq!(
        (&link["outcome"], &link["reason"], &link["method"]),
        (&json!("connected"), &json!(null), &json!("qr"))
    );
    let session = tenant.get(&format!("/api/sessions/{name}")).await.data(200);
    assert_eq!(session["failure"], json!(null));
    let events: Vec<String> = told(&service, &name)
        .await
        .into_iter()
        .map(|(event, _)| event)
        .filter(|event| event.starts_with("widget."))
        .collect();
    assert_eq!(events, ["widget.failed", "widget.completed"]);
}
