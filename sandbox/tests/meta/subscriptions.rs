//! Subscribing an app to a WABA, and the challenge to another address.

use axum::http::Method;
use serde_json::json;
use titan_sandbox::MetaApp;

use crate::harness::{APP, Meta, SECRET, numbers};
use crate::receiver::{Receiver, VERIFY_TOKEN};

#[tokio::test]
async fn an_app_is_subscribed_and_unsubscribed() {
    let meta = Meta::start().await;
    let account = meta.azul().await.account;
    let token = meta.token(&account).await;
    let path = format!("/{account}/subscribed_apps");
    let result = meta.post(&token, &path, json!({})).await;
    assert_eq!(result.unwrap(), json!({ "success": true }));
    let list = meta.get(&token, &path).await.unwrap();
    assert_eq!(list["data"][0]["whatsapp_business_api_data"]["id"], APP);
    let query = [("access_token", token.as_str())];
    let result = meta.graph(Method::DELETE, &path, &query, None).await;
    assert_eq!(result.unwrap(), json!({ "success": true }));
    let list = meta.get(&token, &path).await.unwrap();
    assert_eq!(list["data"], json!([]));
}

#[tokio::test]
async fn another_address_has_to_return_the_challenge() {
    let hook = Receiver::start().await;
    let mut app = MetaApp::new(APP, SECRET, "2001");
    app.webhook_url = Some("http://127.0.0.1:9/never".into());
    let meta = Meta::with_app(app).await;
    let account = meta.azul().await.account;
    let token = meta.token(&account).await;
    let path = format!("/{account}/subscribed_apps");
    let unreachable = "http://127.0.0.1:9/never".to_owned();
    let table = [
        (hook.url.clone(), Some("wrong"), Some(2200)),
        (unreachable, Some(VERIFY_TOKEN), Some(2200)),
        ("no address".to_owned(), Some(VERIFY_TOKEN), Some(2200)),
        (hook.url.clone(), None, Some(100)),
        (hook.url.clone(), Some(VERIFY_TOKEN), None),
    ];
    for (uri, verify_token, expected) in table {
        let body = json!({ "override_callback_uri": uri, "verify_token": verify_token });
        let result = meta.post(&token, &path, body).await;
        let code = result.err().and_then(|error| error["code"].as_u64());
        assert_eq!(code, expected, "{uri} {verify_token:?}");
    }
    let list = meta.get(&token, &path).await.unwrap();
    assert_eq!(list["data"][0]["override_callback_uri"], json!(hook.url));
}

#[tokio::test]
async fn an_app_without_webhooks_cannot_use_another_address() {
    let hook = Receiver::start().await;
    let meta = Meta::start().await;
    let account = meta.azul().await.account;
    let token = meta.token(&account).await;
    let body = json!({ "override_callback_uri": hook.url, "verify_token": VERIFY_TOKEN });
    let result = meta
        .post(&token, &format!("/{account}/subscribed_apps"), body)
        .await;
    assert_eq!(numbers(&result), (400, 100, None));
    let message = result.unwrap_err()["message"].to_string();
    assert!(
        message.contains("Before override the current callback uri"),
        "{message}"
    );
}
