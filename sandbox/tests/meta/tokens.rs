//! What a token allows, and what `debug_token` says about it.

use axum::http::Method;
use serde_json::json;
use titan_sandbox::MetaApp;

use crate::harness::{APP, Meta, SECRET, hmac_hex, numbers};

#[tokio::test]
async fn a_call_needs_a_valid_token() {
    let meta = Meta::start().await;
    let none = meta.graph(Method::GET, "/me", &[], None).await;
    assert_eq!(numbers(&none), (400, 104, None));
    let wrong = meta.get("EAAwrong", "/me").await;
    assert_eq!(numbers(&wrong), (401, 190, None));
}

#[tokio::test]
async fn a_token_can_be_sent_in_a_header() {
    let meta = Meta::start().await;
    let azul = meta.azul().await;
    let token = meta.token(&azul.account).await;
    let url = format!("{}/v25.0/me?fields=client_business_id", meta.url);
    let request = meta.client().get(url).bearer_auth(&token);
    let body: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(body["client_business_id"], json!(azul.business));
}

#[tokio::test]
async fn tokens_end() {
    let table = [
        ("expire", 463),
        ("revoke", 460),
        ("removePartner", 458),
        ("uninstallApp", 458),
    ];
    for (change, subcode) in table {
        let meta = Meta::start().await;
        let account = meta.azul().await.account;
        let token = meta.token(&account).await;
        assert!(meta.get(&token, "/me").await.is_ok());
        let body = json!({ change: { "wabaId": account } });
        let (_, changed) = meta.control("tokens", body).await;
        assert_eq!(changed["data"]["changed"], 1);
        let result = meta.get(&token, "/me").await;
        assert_eq!(numbers(&result), (401, 190, Some(subcode)), "{change}");
    }
}

#[tokio::test]
async fn objects_outside_the_grant_do_not_exist() {
    let meta = Meta::start().await;
    let azul = meta.azul().await;
    let overview = meta.overview().await;
    let other = overview["businesses"][1]["wabas"][0]["id"]
        .as_str()
        .unwrap();
    let token = meta.token(other).await;
    let product = json!({ "messaging_product": "whatsapp", "pin": "123456" });
    let (account, number) = (&azul.account, &azul.plain);
    let reads = ["", "/phone_numbers", "/subscribed_apps"];
    for path in reads.map(|call| format!("/{account}{call}")) {
        let result = meta.get(&token, &path).await;
        assert_eq!(numbers(&result), (400, 100, Some(33)), "{path}");
    }
    for path in [
        format!("/{account}/subscribed_apps"),
        format!("/{number}/register"),
    ] {
        let result = meta.post(&token, &path, product.clone()).await;
        assert_eq!(numbers(&result), (400, 100, Some(33)), "{path}");
    }
    let result = meta.get(&token, &format!("/{other}")).await;
    assert_eq!(result.unwrap()["id"], other);
}

#[tokio::test]
async fn a_proof_counts_only_in_the_query() {
    let mut app = MetaApp::new(APP, SECRET, "2001");
    app.require_proof = true;
    let meta = Meta::with_app(app).await;
    let token = meta.token(&meta.azul().await.account).await;
    let right = hmac_hex(SECRET, token.as_bytes());
    let wrong = hmac_hex("another-secret", token.as_bytes());
    let message = |result: Result<serde_json::Value, serde_json::Value>| {
        result
            .err()
            .map(|error| error["message"].as_str().unwrap().to_owned())
    };
    let token = ("access_token", token.as_str());
    let query = |proof| vec![token, ("appsecret_proof", proof)];
    let ok = meta.graph(Method::GET, "/me", &query(&right), None).await;
    assert_eq!(message(ok), None);
    let invalid = meta.graph(Method::GET, "/me", &query(&wrong), None).await;
    assert!(
        message(invalid)
            .unwrap()
            .starts_with("Invalid appsecret_proof")
    );
    let body = json!({ "appsecret_proof": right });
    let in_body = meta.graph(Method::GET, "/me", &[token], Some(body)).await;
    assert!(
        message(in_body)
            .unwrap()
            .ends_with("require an appsecret_proof argument")
    );
}

#[tokio::test]
async fn a_permission_can_be_missing() {
    let mut app = MetaApp::new(APP, SECRET, "2001");
    app.permissions = vec!["whatsapp_business_messaging".into()];
    let meta = Meta::with_app(app.clone()).await;
    let azul = meta.azul().await;
    let token = meta.token(&azul.account).await;
    let result = meta.get(&token, &format!("/{}", azul.account)).await;
    assert_eq!(numbers(&result), (400, 10, None));
    app.permissions = vec!["whatsapp_business_manage_events".into()];
    meta.control("apps", serde_json::to_value(app).unwrap())
        .await;
    let token = meta.token(&azul.account).await;
    assert!(
        meta.get(&token, &format!("/{}", azul.account))
            .await
            .is_ok()
    );
    let result = meta
        .post(&token, &format!("/{}/messages", azul.plain), json!({}))
        .await;
    assert_eq!(numbers(&result), (403, 200, None));
}

#[tokio::test]
async fn debug_token_describes_a_token() {
    let mut app = MetaApp::new(APP, SECRET, "2001");
    let meta = Meta::with_app(app.clone()).await;
    let account = meta.azul().await.account;
    let token = meta.token(&account).await;
    let own = format!("{APP}|{SECRET}");
    let query = [
        ("access_token", own.as_str()),
        ("input_token", token.as_str()),
    ];
    let ask = || meta.graph(Method::GET, "/debug_token", &query, None);
    let data = ask().await.unwrap()["data"].clone();
    assert_eq!(
        (&data["app_id"], &data["is_valid"]),
        (&json!(APP), &json!(true))
    );
    assert_eq!(data["expires_at"], 0);
    assert_eq!(data["granular_scopes"][0]["target_ids"], json!([account]));
    app.target_ids = false;
    meta.control("apps", serde_json::to_value(app).unwrap())
        .await;
    let data = ask().await.unwrap()["data"].clone();
    assert_eq!(
        data["granular_scopes"][0],
        json!({ "scope": "whatsapp_business_management" })
    );
    meta.control("tokens", json!({ "revoke": { "wabaId": account } }))
        .await;
    let data = ask().await.unwrap()["data"].clone();
    assert_eq!(
        (&data["is_valid"], &data["error"]["subcode"]),
        (&json!(false), &json!(460))
    );
}

#[tokio::test]
async fn debug_token_is_only_for_the_own_app() {
    let meta = Meta::start().await;
    let other = MetaApp::new("1002", "other-secret", "2001");
    meta.control("apps", serde_json::to_value(other).unwrap())
        .await;
    let token = meta.token(&meta.azul().await.account).await;
    let table = [
        ("1002|other-secret", (400, 100, None)),
        ("1001|wrong", (401, 190, None)),
    ];
    for (own, expected) in table {
        let query = [("access_token", own), ("input_token", token.as_str())];
        let result = meta.graph(Method::GET, "/debug_token", &query, None).await;
        assert_eq!(numbers(&result), expected, "{own}");
    }
    let query = [
        ("access_token", "1001|app-secret"),
        ("input_token", "EAAwrong"),
    ];
    let unknown = meta.graph(Method::GET, "/debug_token", &query, None).await;
    assert_eq!(unknown.unwrap()["data"]["is_valid"], false);
}
