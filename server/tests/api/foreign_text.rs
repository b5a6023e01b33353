//! Text from outside with characters that a database cannot store.

use serde_json::json;
use titan_connect::domain::session::Status;

use crate::support::{TestService, on_both_databases};

const NUL_NAMED: &str = "+5511988870001";
const SENDER: &str = "+5511988870002";

on_both_databases!(
    a_nul_in_a_name_or_a_message_is_left_out,
    a_nul_in_a_request_is_refused,
);

async fn a_nul_in_a_name_or_a_message_is_left_out(service: TestService) {
    let tenant = service.tenant();
    service.add_phone_named(NUL_NAMED, "Na\0na").await;
    service.add_phone_named(SENDER, "Be\0to").await;
    tenant.create_session("support").await;
    let qr = tenant.qr("support").await;
    service.scan(NUL_NAMED, &qr).await.data(200);
    let session = service.settled("support", Status::Connected).await;
    assert_eq!(
        session.account().unwrap().push_name.as_deref(),
        Some("Nana")
    );

    let sent = service
        .send(SENDER, NUL_NAMED, "oi\0, tudo bem?")
        .await
        .data(200);
    service.acknowledged(sent["id"].as_str().unwrap()).await;
    let events = service
        .app
        .store
        .events(&"default".into(), "support")
        .await
        .unwrap();
    let message = &events
        .iter()
        .find(|event| event.0 == "message.received")
        .unwrap()
        .1;
    assert_eq!(
        (&message["text"], &message["pushName"]),
        (&json!("oi, tudo bem?"), &json!("Beto"))
    );
}

async fn a_nul_in_a_request_is_refused(service: TestService) {
    let tenant = service.tenant();
    for (path, body) in [
        ("/api/widget/sessions", json!({"state": "a\0b"})),
        (
            "/api/webhooks",
            json!({"url": "https://a.example/", "headers": [{"name": "a", "value": "\0"}]}),
        ),
    ] {
        tenant.post(path, body).await.refused(400, "invalid_json");
    }
    for (path, code) in [
        ("/api/sessions/%00", "session_not_found"),
        ("/api/webhooks/%00", "no_such_route"),
        ("/api/account/keys/a%00b", "no_such_route"),
        ("/api/widget/sessions/a%00b", "no_such_route"),
    ] {
        tenant.get(path).await.refused(404, code);
    }
    let page = service
        .page(&format!("{}/widget/connect/%00", service.url))
        .await;
    assert_eq!(page.status, 403);
    tenant
        .get("/api/widget/stats?tenantId=%00")
        .await
        .refused(400, "invalid_query");
}
