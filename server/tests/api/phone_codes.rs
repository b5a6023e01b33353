//! Linking by a code that is entered on the phone.

use std::time::Duration;

use serde_json::json;
use titan_connect::domain::session::Status;

use crate::support::{ANA, Answer, TestService, finish};

async fn ask(service: &TestService, token: &str, number: &str) -> Answer {
    request_code(service, token, json!({"phoneNumber": number})).await
}

async fn request_code(service: &TestService, token: &str, body: serde_json::Value) -> Answer {
    finish(
        reqwest::Client::new()
            .post(format!("{}/widget/phone", service.url))
            .bearer_auth(token)
            .json(&body),
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
async fn a_backend_requests_a_code_and_the_phone_links() {
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
async fn an_invalid_number_is_rejected_with_the_reason() {
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
        ("+49 (0)0151 12340021", "invalid"),
        ("+31 6 1234567853", "invalid"),
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
async fn the_cool_down_of_a_number_applies_to_all_tenants() {
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
async fn whatsapps_own_limit_has_its_own_code() {
    let service = TestService::start().await;
    let (_, token) = opened(&service, json!({"mode": "pairing"})).await;
    service.fault(json!({"throttleCodes": {"times": 1}})).await;
    ask(&service, &token, ANA).await.refused(429, "throttled");
}

#[tokio::test]
async fn a_number_with_a_trunk_zero_brings_a_code_that_links_its_phone() {
    const PHONE: &str = "+4915112340021";
    let service = TestService::start().await;
    service.add_phone(PHONE).await;
    let (name, token) = opened(&service, json!({"mode": "pairing"})).await;
    let mut live = service.live(&token).await;
    let data = ask(&service, &token, "+49 (0)151 12340021").await.data(200);
    let view = live.until_view(|view| !view["phoneCode"].is_null()).await;
    assert_eq!(view["phoneCode"]["phoneNumber"], PHONE);
    assert_eq!(data["phoneNumber"], PHONE);
    service
        .enter_code(PHONE, data["code"].as_str().unwrap())
        .await
        .data(200);
    let session = service.settled(&name, Status::Connected).await;
    assert_eq!(session.account().unwrap().phone_number, PHONE);
}

#[tokio::test]
async fn a_backend_may_send_a_number_with_a_trunk_zero() {
    const PHONE: &str = "+5521988880002";
    let service = TestService::start().await;
    let tenant = service.tenant();
    tenant.create_session("support").await;
    let body = json!({"phoneNumber": "+55 021 98888-0002"});
    let answer = tenant.post("/api/support/pair/phone", body).await.json();
    service
        .enter_code(PHONE, answer["code"].as_str().unwrap())
        .await
        .data(200);
    let session = service.settled("support", Status::Connected).await;
    assert_eq!(session.account().unwrap().phone_number, PHONE);
}

#[tokio::test]
async fn a_local_number_is_parsed_by_the_plan_of_its_country() {
    let service = TestService::start().await;
    let (_, token) = opened(&service, json!({"mode": "pairing"})).await;
    for (country, typed, number) in [
        ("RU", "89123456608", "+79123456608"),
        ("DE", "015112340021", "+4915112340021"),
        ("BR", "011999990001", "+5511999990001"),
        ("HU", "06201234567", "+36201234567"),
    ] {
        let body = json!({"phoneNumber": typed, "country": country});
        let data = request_code(&service, &token, body).await.data(200);
        assert_eq!(data["phoneNumber"], number, "{country} {typed}");
    }
    for (country, typed, reason) in [
        ("BR", "1191", "too_short"),
        ("US", "5511999990001", "too_long"),
        ("XX", "015112340021", "unknown_country"),
    ] {
        let body = json!({"phoneNumber": typed, "country": country});
        let answer = request_code(&service, &token, body).await;
        answer.refused(400, "invalid_phone_number");
        assert_eq!(answer.json()["reason"], reason, "{country} {typed}");
    }
}

#[tokio::test]
async fn a_lock_in_any_spelling_admits_the_right_phone() {
    let service = TestService::start().await;
    for (lock, phone) in [
        ("+49 (0)151 12347777", "+4915112347777"),
        // WhatsApp knows this account without the ninth digit that Brazil added later.
        ("+55 31 97777-0003", "+553177770003"),
        ("+52 55 1234 5678", "+5215512345678"),
    ] {
        service.add_phone(phone).await;
        let (name, _) = opened(&service, json!({"mode": "qr", "phoneNumber": lock})).await;
        let qr = service.tenant().qr(&name).await;
        service.scan(phone, &qr).await.data(200);
        let session = service.settled(&name, Status::Connected).await;
        assert_eq!(session.account().unwrap().phone_number, phone, "{lock}");
    }
}

#[tokio::test]
async fn a_lock_in_any_spelling_allows_a_code_for_its_number() {
    let service = TestService::start().await;
    let lock = json!({"mode": "pairing", "phoneNumber": "+49 (0)151 12347777"});
    let (_, token) = opened(&service, lock).await;
    ask(&service, &token, "+49 151 12347778")
        .await
        .refused(400, "wrong_number");
    ask(&service, &token, "+49 151 12347777").await.data(200);
}

/// WhatsApp allows three attempts to enter a code. After the third it rejects the right one too.
#[tokio::test]
async fn a_code_ends_after_three_wrong_attempts_and_a_new_one_can_be_requested() {
    let service = TestService::start().await;
    let (name, token) = opened(&service, json!({"mode": "all"})).await;
    let mut live = service.live(&token).await;
    let first = ask(&service, &token, ANA).await.data(200)["code"].clone();
    live.until_view(|view| view["phoneCode"]["code"] == first)
        .await;
    for _ in 0..3 {
        let wrong = service.enter_code(ANA, &mistyped(&first)).await;
        assert_eq!(wrong.json()["code"], "wrong_code");
    }
    let gone = live.until_view(|view| view["phoneCode"].is_null());
    let gone = tokio::time::timeout(Duration::from_secs(15), gone).await;
    assert_eq!(gone.expect("taken off at once")["step"], "qr");

    // No longer than the pause between two codes, which is returned.
    let early = ask(&service, &token, ANA).await;
    early.refused(429, "code_limit");
    assert_eq!(early.json()["retryAfterMs"], 30_000);
    service.clock.advance(Duration::from_secs(30));
    let fresh = ask(&service, &token, ANA).await.data(200)["code"].clone();
    assert_ne!(fresh, first);
    let entered = service.enter_code(ANA, fresh.as_str().unwrap()).await;
    entered.data(200);
    service.settled(&name, Status::Connected).await;
}

fn mistyped(code: &serde_json::Value) -> String {
    let code = code.as_str().unwrap();
    let other = if code.starts_with('A') { "B" } else { "A" };
    format!("{other}{}", &code[1..])
}
