//! Events that sessions emit, compared with the document.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use titan_connect::domain::session::{Reason, Status};

use super::Document;
use crate::support::{ANA, TestService};

const BIA: &str = "+5521988880002";

fn request<'a>(document: &'a Document, event: &str) -> &'a Value {
    &document.root["webhooks"][event]["post"]["requestBody"]["content"]["application/json"]
}

#[track_caller]
fn judge(document: &Document, event: &str, envelope: &Value) {
    let schema = &request(document, event)["schema"];
    assert!(schema.is_object(), "the document knows no webhook {event}");
    let faults: Vec<String> = document
        .validator(schema)
        .iter_errors(envelope)
        .map(|fault| fault.to_string())
        .collect();
    assert!(faults.is_empty(), "{event} {envelope}: {faults:?}");
}

#[tokio::test]
async fn every_event_of_a_session_matches_the_document() {
    let service = TestService::with_ana_connected().await;
    let sent = service.send(BIA, ANA, "oi").await.data(200);
    service.acknowledged(sent["id"].as_str().unwrap()).await;
    for until in [4_000_000_000_u64, 0] {
        let fault = json!({"timelock": {"phoneNumber": ANA, "until": until}});
        service.fault(fault).await;
        service.restricted_until("support", until).await;
    }
    service.unlink(ANA).await.data(200);
    service
        .settled("support", Status::Disconnected(Reason::LoggedOut))
        .await;

    let document = Document::of(&service).await;
    let events = service
        .app
        .store
        .events(&"default".into(), "support")
        .await
        .unwrap();
    let mut seen = BTreeSet::new();
    for (event, payload) in events {
        let envelope = json!({
            "id": "evt_1", "event": event, "session": "support",
            "timestamp": "2026-11-18T15:06:40.000Z", "payload": payload,
        });
        judge(&document, &event, &envelope);
        seen.insert(event);
    }
    let of_sessions = [
        "message.received",
        "session.connected",
        "session.logged_out",
        "session.qr",
        "session.restricted",
        "session.restriction_ended",
        "session.status",
    ];
    assert_eq!(seen, of_sessions.map(str::to_owned).into());
}

#[tokio::test]
async fn every_event_of_a_link_matches_the_document() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let widget = tenant
        .create_widget_session(json!({"mode": "qr", "state": "order-42"}))
        .await;
    let text = |field: &str| widget[field].as_str().unwrap().to_owned();
    let (name, token) = (text("session"), text("widgetToken"));
    let page = format!("{}/widget/connect?token={token}", service.url);
    assert_eq!(service.page(&page).await.status, 200);
    service.fault(json!({"demandPasskey": {"times": 1}})).await;
    let mut live = service.live(&token).await;
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

    let document = Document::of(&service).await;
    let events = service
        .app
        .store
        .events(&"default".into(), &name)
        .await
        .unwrap();
    let mut seen = BTreeSet::new();
    for (event, payload) in events {
        let envelope = json!({
            "id": "evt_1", "event": event, "session": name,
            "timestamp": "2026-11-18T15:06:40.000Z", "payload": payload,
        });
        judge(&document, &event, &envelope);
        seen.insert(event);
    }
    let of_links = ["widget.completed", "widget.failed"];
    assert!(
        of_links.iter().all(|event| seen.contains(*event)),
        "{seen:?}"
    );
}

#[tokio::test]
async fn every_webhook_has_a_valid_example() {
    let service = TestService::start().await;
    let document = Document::of(&service).await;
    for event in document.root["webhooks"].as_object().unwrap().keys() {
        judge(&document, event, &request(&document, event)["example"]);
    }
}
