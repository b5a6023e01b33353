//! Widget sessions, created and read by the API.

use serde_json::{Value, json};

use crate::support::TestService;

#[tokio::test]
async fn creating_a_link_starts_no_session() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let answer = tenant
        .post(
            "/api/widget/sessions",
            json!({"mode": "qr", "callbackUrl": "https://app.example.com/done"}),
        )
        .await;
    let body = answer.json();
    assert_eq!(
        (answer.status.as_u16(), &body["success"]),
        (201, &json!(true))
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    let data = &body["data"];
    let token = data["widgetToken"].as_str().unwrap();
    assert!(token.starts_with("eyJ"));
    assert_eq!(
        data["widgetUrl"],
        format!("{}/widget/connect?token={token}", service.url)
    );
    let name = data["session"].as_str().unwrap();
    assert!(name.starts_with("widget-"), "{name}");
    assert_eq!(service.app.sessions.drivers.count(), 0);
    let session = tenant.get(&format!("/api/sessions/{name}")).await.data(200);
    assert_eq!(
        (&session["status"], &session["statusReason"]),
        (&json!("DISCONNECTED"), &json!(null))
    );
    let shown = tenant
        .get(&format!(
            "/api/widget/sessions/{}",
            data["id"].as_str().unwrap()
        ))
        .await
        .data(200);
    assert_eq!(shown["outcome"], "open");
    assert_eq!(shown["expiresAt"], data["expiresAt"]);
}

fn meta_app(field: &str, value: Value) -> Value {
    let mut app = json!({
        "appId": "4711", "configId": "4712", "appSecret": "0123456789abcdef0123456789abcdef",
    });
    app[field] = value;
    json!({"metaApp": app})
}

#[tokio::test]
async fn every_invalid_field_is_rejected_with_its_own_error() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    for (body, code) in [
        (json!({"mode": "sms"}), "invalid_mode"),
        (json!({"mode": "cloud-api"}), "not_configured"),
        (json!({"metaApp": {"appId": "1"}}), "invalid_json"),
        (meta_app("appId", json!("my app")), "invalid_meta_app"),
        (meta_app("configId", json!("")), "invalid_meta_app"),
        (meta_app("appSecret", json!("short")), "invalid_meta_app"),
        (meta_app("graphVersion", json!("25")), "invalid_meta_app"),
        (meta_app("extras", json!([])), "invalid_meta_app"),
        (meta_app("secret", json!("x")), "invalid_json"),
        (
            json!({"callbackUrl": "http://app.example.com"}),
            "invalid_callback_url",
        ),
        (
            json!({"callbackUrl": "https://u:p@app.example.com"}),
            "invalid_callback_url",
        ),
        (
            json!({"callbackUrl": "https://app.example.com/#a"}),
            "invalid_callback_url",
        ),
        (json!({"sessionName": "a b"}), "invalid_session_name"),
        (json!({"allowedOrigins": []}), "invalid_origin"),
        (json!({"allowedOrigins": ["*"]}), "invalid_origin"),
        (
            json!({"allowedOrigins": vec!["https://a.example"; 21]}),
            "invalid_origin",
        ),
        (json!({"phoneNumber": "11 91234"}), "invalid_phone_number"),
        (json!({"theme": "blue"}), "invalid_theme"),
        (json!({"locale": "<b>"}), "invalid_locale"),
        (json!({"state": "x".repeat(513)}), "invalid_state"),
        (
            json!({"callbackURL": "https://app.example.com"}),
            "invalid_json",
        ),
        (json!([]), "invalid_json"),
    ] {
        tenant
            .post("/api/widget/sessions", body)
            .await
            .refused(400, code);
    }
}

#[tokio::test]
async fn the_callback_allow_list_matches_exactly() {
    let service = TestService::start().await;
    let tenant = service.other_tenant().await;
    tenant
        .create_widget_session(json!({"callbackUrl": "https://other.example/done"}))
        .await;
    tenant
        .post(
            "/api/widget/sessions",
            json!({"callbackUrl": "https://other.example/done?x=1"}),
        )
        .await
        .refused(400, "callback_not_allowed");
}

#[tokio::test]
async fn a_link_may_name_a_session_that_is_not_connected() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let first = tenant
        .create_widget_session(json!({"sessionName": "support"}))
        .await;
    let second = tenant
        .create_widget_session(json!({"sessionName": "support"}))
        .await;
    assert_eq!(first["session"], second["session"]);
    assert_ne!(first["id"], second["id"]);
    tenant
        .post("/api/sessions/support/start", json!({}))
        .await
        .data(200);
    service
        .scan(crate::support::ANA, &tenant.qr("support").await)
        .await
        .data(200);
    service
        .settled("support", titan_connect::domain::session::Status::Connected)
        .await;
    tenant
        .post("/api/widget/sessions", json!({"sessionName": "support"}))
        .await
        .refused(409, "already_connected");
}

#[tokio::test]
async fn a_revoked_link_is_rejected_and_an_open_page_shows_it() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let widget = tenant.create_widget_session(json!({"mode": "qr"})).await;
    let (id, token) = (
        widget["id"].as_str().unwrap(),
        widget["widgetToken"].as_str().unwrap(),
    );
    assert_eq!(service.open(token).await.status, 200);
    let mut live = service.live(token).await;
    live.until("qr").await;
    let revoked = tenant
        .delete(&format!("/api/widget/sessions/{id}"))
        .await
        .data(200);
    assert_eq!(revoked["outcome"], "revoked");
    live.until("expired").await;
    assert_eq!(service.open(token).await.status, 403);
}

/// Several concurrent requests for the same new name.
async fn same_name_at_once(service: TestService) {
    let tenant = service.tenant();
    for round in 0..8 {
        let body = json!({"sessionName": format!("shop-{round}")});
        let requests = (0..12).map(|_| tenant.post("/api/widget/sessions", body.clone()));
        let answers = futures_util::future::join_all(requests).await;
        let made: Vec<_> = answers.iter().map(|answer| answer.data(201)).collect();
        let mut ids: Vec<_> = made.iter().map(|link| link["id"].to_string()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), made.len(), "each has a link of its own");
        assert!(
            made.iter()
                .all(|link| link["session"] == body["sessionName"])
        );
    }
    let sessions = tenant.get("/api/sessions").await.data(200);
    assert_eq!(sessions.as_array().unwrap().len(), 8);
}

#[tokio::test]
async fn concurrent_requests_for_a_new_name_create_one_session_with_many_links_on_sqlite() {
    same_name_at_once(TestService::start().await).await;
}

#[tokio::test]
async fn concurrent_requests_for_a_new_name_create_one_session_with_many_links_on_postgres() {
    same_name_at_once(TestService::start_on_postgres().await).await;
}
