//! What survives a restart.

use axum::http::StatusCode;
use serde_json::json;
use titan_sandbox::MetaApp;

use crate::harness::{APP, Meta, SECRET};

#[tokio::test]
async fn everything_but_codes_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let first = Meta::open(Some(file.clone())).await;
    let app = MetaApp::new(APP, SECRET, "2001");
    let (status, _) = first
        .control("apps", serde_json::to_value(app).unwrap())
        .await;
    assert_eq!(status, StatusCode::CREATED);
    let azul = first.azul().await;
    let token = first.token(&azul.account).await;
    let body = json!({ "messaging_product": "whatsapp", "pin": "123456" });
    let register = format!("/{}/register", azul.plain);
    first.post(&token, &register, body).await.unwrap();
    let subscribe = format!("/{}/subscribed_apps", azul.account);
    first.post(&token, &subscribe, json!({})).await.unwrap();
    first.advance(1000).await;
    let code = first.grant(&[&azul.account]).await;
    let before = first.overview().await;

    let second = Meta::open(Some(file)).await;
    let mut after = second.overview().await;
    assert!(after["now"].as_u64() >= before["now"].as_u64());
    after["now"] = before["now"].clone();
    assert_eq!(after, before);
    assert!(second.get(&token, "/me").await.is_ok());
    assert!(second.exchange(&code).await.is_err());
    assert!(folder.path().join("sandbox.meta.json").exists());
}
