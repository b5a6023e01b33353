//! The control calls, and the records of requests.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::{APP, Meta};

#[tokio::test]
async fn the_network_names_the_address_of_graph() {
    let meta = Meta::start().await;
    let (_, body) = meta
        .call(Method::GET, "/sandbox/network", String::new())
        .await;
    assert_eq!(body["data"]["graphUrl"], json!(meta.url));
}

#[tokio::test]
async fn requests_are_recorded_without_secrets() {
    let meta = Meta::start().await;
    let account = meta.azul().await.account;
    let code = meta.grant(&[&account]).await;
    let body = meta.exchange(&code).await.unwrap();
    meta.exchange(&code).await.unwrap_err();
    let token = body["access_token"].as_str().unwrap();
    meta.get(token, "/me").await.unwrap();
    let recorded = meta.requests().await;
    assert_eq!(recorded["counts"], json!({ "exchange": 2, "me": 1 }));
    let requests = recorded["requests"].as_array().unwrap();
    assert_eq!(requests[0]["query"]["code"], requests[1]["query"]["code"]);
    assert_eq!(requests[0]["query"]["code"].as_str().unwrap().len(), 8);
    assert_eq!(
        (&requests[0]["status"], &requests[1]["subcode"]),
        (&json!(200), &json!(36009))
    );
    let text = recorded.to_string();
    for secret in [code.as_str(), token, "app-secret"] {
        assert!(!text.contains(secret));
    }
    meta.call(Method::DELETE, "/sandbox/meta/requests", String::new())
        .await;
    assert_eq!(meta.requests().await["requests"], json!([]));
}

#[tokio::test]
async fn invalid_calls_are_rejected() {
    let meta = Meta::start().await;
    let account = meta.azul().await.account;
    let number = json!({ "wabaId": account, "phoneNumber": "0" });
    let table: [(&str, Value, u16, &str); 12] = [
        ("apps", json!({ "appId": "1" }), 400, "invalid_body"),
        (
            "apps",
            json!({ "appId": "x", "appSecret": "s", "configId": "1" }),
            400,
            "invalid_app",
        ),
        ("apps/7/verify-webhook", json!({}), 404, "app_not_found"),
        ("apps/1001/verify-webhook", json!({}), 422, "no_webhook"),
        (
            "grant",
            json!({ "appId": "7", "wabaIds": [account] }),
            404,
            "app_not_found",
        ),
        (
            "grant",
            json!({ "appId": APP, "wabaIds": ["7"] }),
            404,
            "waba_not_found",
        ),
        (
            "grant",
            json!({ "appId": APP, "wabaIds": [] }),
            404,
            "waba_not_found",
        ),
        ("numbers", number, 400, "invalid_phone_number"),
        (
            "numbers/7/receive",
            json!({ "from": "+4930111111", "text": "x" }),
            404,
            "number_not_found",
        ),
        (
            "tokens",
            json!({ "expire": { "wabaId": "7" } }),
            404,
            "waba_not_found",
        ),
        (
            "clock",
            json!({ "advanceSeconds": u64::MAX }),
            400,
            "invalid_step",
        ),
        (
            "webhooks",
            json!({ "appId": APP, "body": {} }),
            422,
            "no_webhook",
        ),
    ];
    for (call, body, status, code) in table {
        let answer = meta.control(call, body).await;
        assert_eq!(
            (answer.0.as_u16(), &answer.1["code"]),
            (status, &json!(code)),
            "{call}"
        );
    }
}

#[tokio::test]
async fn a_waba_with_templates_can_be_added() {
    let meta = Meta::start().await;
    let business = meta.azul().await.business;
    let body = json!({ "businessId": business, "name": "Second", "templates": ["order"] });
    let (status, added) = meta.control("wabas", body).await;
    assert_eq!(status.as_u16(), 201);
    let overview = meta.overview().await;
    assert_eq!(overview["businesses"][0]["wabas"][1], added["data"]);
    assert_eq!(added["data"]["templates"], json!(["order"]));
}

#[tokio::test]
async fn secrets_change_and_apps_disappear() {
    let meta = Meta::start().await;
    let account = meta.azul().await.account;
    let change = json!({ "changeSecret": { "appId": APP, "appSecret": "new" } });
    meta.control("tokens", change).await;
    let code = meta.grant(&[&account]).await;
    let error = meta.exchange(&code).await.unwrap_err();
    assert_eq!(error["message"], "Error validating client secret.");
    meta.control("tokens", json!({ "deleteApp": { "appId": APP } }))
        .await;
    let error = meta.exchange(&code).await.unwrap_err();
    assert_eq!(error["code"], 101);
}
