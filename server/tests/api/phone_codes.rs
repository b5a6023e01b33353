//! Linking by a code typed on the phone.

use std::time::Duration;

use serde_json::json;
use titan_connect::domain::session::Status;

use crate::support::{ANA, Answer, TestService, finish};

async fn ask(service: &TestService, token: &str, number: &str) -> Answer {
    finish(
        reqwest::Client::new()
            .post(format!("{}/widget/phone", service.url))
            .bearer_auth(token)
            .json(&json!({"phoneNumber": number})),
    )
    .await
}

/// A link, opened as a browser would.
async fn opened(service: &TestService, body: serde_json::Value) -> (String, String) {
    let tenant = service.tenant();
    let widget = tenant.create_widget_session(body).await;
    let token = widget["widgetToken"].as_str().unwrap().to_owned();
    assert_eq!(service.open(&token).await.status, 200);
    (widget["session"].as_str().unwrap().to_owned(), token)
}

#[tokio::test]
async fn a_backend_gets_a_code_and_the_phone_takes_it() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    tenant
        .post("/api/sessions", json!({"name": "support"}))
        .await
        .data(201);
    let wish = json!({"phoneNumber": "+55 11 99999-0001"});
    tenant
        .post("/api/support/pair/phone", wish.clone())
        .await
        .refused(409, "session_not_started");
    tenant
        .post("/api/sessions/support/start", json!({}))
        .await
        .data(200);
    let answer = tenant.post("/api/support/pair/phone", wish.clone()).await;
    let body = answer.json();
    let code = body["code"].as_str().unwrap();
    assert_eq!(
        (code.len(), &code[4..5], &body["event"]),
        (9, "-", &json!(null))
    );
    assert!(body["expiresAt"].as_str().unwrap().ends_with('Z'));
    let again = tenant
        .post("/api/support/pair/phone", wish.clone())
        .await
        .json();
    assert_eq!(again["code"], body["code"], "one live code a session");

    assert!(
        !tenant.qr("support").await.is_empty(),
        "the QR code lives beside it"
    );
    service.enter_code(ANA, code).await.data(200);
    let session = service.settled("support", Status::Connected).await;
    assert_eq!(session.method.unwrap().as_str(), "pairing");
    tenant
        .post("/api/support/pair/phone", wish)
        .await
        .refused(409, "already_connected");
}

#[tokio::test]
async fn the_person_gets_a_code_and_the_stream_shows_it() {
    let service = TestService::start().await;
    let (name, token) = opened(&service, json!({"mode": "all"})).await;
    let mut live = service.live(&token).await;
    let boot = live.next().await.unwrap().1;
    assert_eq!(boot["methods"], json!(["qr", "pairing"]));
    assert_eq!(boot["view"]["phoneCode"], json!(null));
    let data = ask(&service, &token, ANA).await.data(200);
    let view = live.until_view(|view| !view["phoneCode"].is_null()).await;
    assert_eq!(
        (&view["phoneCode"]["code"], &view["step"]),
        (&data["code"], &json!("qr"))
    );
    assert_eq!(view["phoneCode"]["phoneNumber"], ANA);
    service
        .enter_code(ANA, data["code"].as_str().unwrap())
        .await
        .data(200);
    let view = live.until("connected").await;
    assert_eq!(
        (&view["method"], &view["phoneCode"]),
        (&json!("pairing"), &json!(null))
    );
    service.settled(&name, Status::Connected).await;
}

#[tokio::test]
async fn a_number_is_checked_and_the_reason_said() {
    let service = TestService::start().await;
    let (_, token) = opened(
        &service,
        json!({"mode": "pairing", "phoneNumber": "+55 21 98888-0002"}),
    )
    .await;
    for (number, reason) in [
        ("11 91234", "not_a_number"),
        ("+999 123456789", "unknown_country"),
        ("+55 11 91", "too_short"),
        ("+55 11 91234-56789", "too_long"),
        ("+1 111 111 1111", "invalid"),
    ] {
        let answer = ask(&service, &token, number).await;
        answer.refused(400, "invalid_phone_number");
        assert_eq!(answer.json()["reason"], reason, "{number}");
    }
    ask(&service, &token, ANA)
        .await
        .refused(400, "wrong_number");
    let (_, qr_only) = opened(&service, json!({"mode": "qr"})).await;
    ask(&service, &qr_only, ANA)
        .await
        .refused(403, "invalid_widget_token");
}

#[tokio::test]
async fn codes_for_one_number_get_rarer_for_everybody() {
    let service = TestService::start().await;
    let (_, first) = opened(&service, json!({"mode": "pairing"})).await;
    let (_, second) = opened(&service, json!({"mode": "pairing"})).await;
    ask(&service, &first, ANA).await.data(200);
    let answer = ask(&service, &second, ANA).await;
    answer.refused(429, "code_limit");
    assert_eq!(answer.header("retry-after"), "30");
    assert_eq!(answer.json()["retryAfterMs"], 30_000);
    ask(&service, &second, "+5521988880002").await.data(200);
    service.clock.advance(Duration::from_secs(30));
    ask(&service, &second, ANA).await.data(200);
}

#[tokio::test]
async fn whatsapps_own_limit_is_named() {
    let service = TestService::start().await;
    let (_, token) = opened(&service, json!({"mode": "pairing"})).await;
    service.fault(json!({"throttleCodes": {"times": 1}})).await;
    ask(&service, &token, ANA).await.refused(429, "throttled");
}
