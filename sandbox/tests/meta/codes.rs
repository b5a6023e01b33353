//! Exchanging a code for a token.

use axum::http::Method;
use serde_json::{Value, json};
use titan_sandbox::MetaApp;

use crate::harness::{APP, Meta, SECRET, numbers};

const PATH: &str = "/oauth/access_token";

#[tokio::test]
async fn a_code_becomes_a_token_once() {
    let meta = Meta::start().await;
    let code = meta.grant(&[&meta.azul().await.account]).await;
    let body = meta.exchange(&code).await.unwrap();
    assert!(body["access_token"].as_str().unwrap().starts_with("EAA"));
    assert_eq!(body["token_type"], "bearer");
    assert_eq!(body.get("expires_in"), None);
    let again = meta.exchange(&code).await;
    assert_eq!(numbers(&again), (400, 100, Some(36009)));
}

#[tokio::test]
async fn a_code_expires_after_thirty_seconds() {
    let meta = Meta::start().await;
    let account = meta.azul().await.account;
    let code = meta.grant(&[&account]).await;
    meta.advance(25).await;
    assert!(meta.exchange(&code).await.is_ok());
    let code = meta.grant(&[&account]).await;
    meta.advance(30).await;
    let late = meta.exchange(&code).await;
    assert_eq!(numbers(&late), (400, 100, Some(36007)));
}

#[tokio::test]
async fn a_wrong_request_does_not_use_up_a_code() {
    let meta = Meta::start().await;
    let other = MetaApp::new("1002", SECRET, "2001");
    meta.control("apps", serde_json::to_value(other).unwrap())
        .await;
    let code = meta.grant(&[&meta.azul().await.account]).await;
    let code = code.as_str();
    let id = ("client_id", APP);
    let secret = ("client_secret", SECRET);
    let table = [
        (vec![secret, ("code", code)], (101, None)),
        (
            vec![("client_id", "9"), secret, ("code", code)],
            (101, None),
        ),
        (vec![id, ("client_secret", "no"), ("code", code)], (1, None)),
        (vec![id, ("code", code)], (1, None)),
        (vec![id, secret], (1, None)),
        (vec![id, secret, ("code", "AQx")], (100, Some(36009))),
        (
            vec![("client_id", "1002"), secret, ("code", code)],
            (100, Some(36009)),
        ),
        (
            vec![
                id,
                secret,
                ("code", code),
                ("redirect_uri", "https://a.test/"),
            ],
            (100, Some(36008)),
        ),
    ];
    for (query, (number, subcode)) in table {
        let result = meta.graph(Method::GET, PATH, &query, None).await;
        assert_eq!(numbers(&result), (400, number, subcode), "{query:?}");
    }
    assert!(meta.exchange(code).await.is_ok());
}

#[tokio::test]
async fn a_redirected_code_needs_the_same_address() {
    let meta = Meta::start().await;
    let grant = json!({
        "appId": APP,
        "wabaIds": [meta.azul().await.account],
        "redirectUri": "https://widget.test/return",
    });
    let (_, body) = meta.control("grant", grant).await;
    let code = body["data"]["code"].as_str().unwrap();
    let without = meta.exchange(code).await;
    assert_eq!(numbers(&without), (400, 100, Some(36008)));
    let body = json!({
        "client_id": APP,
        "client_secret": SECRET,
        "code": code,
        "redirect_uri": "https://widget.test/return",
    });
    let posted = meta.graph(Method::POST, PATH, &[], Some(body)).await;
    assert!(posted.unwrap()["access_token"].is_string());
}

#[tokio::test]
async fn a_token_can_expire_after_sixty_days() {
    let mut app = MetaApp::new(APP, SECRET, "2001");
    app.token_days = Some(60);
    let meta = Meta::with_app(app).await;
    let code = meta.grant(&[&meta.azul().await.account]).await;
    let body = meta.exchange(&code).await.unwrap();
    assert_eq!(body["expires_in"], 60 * 24 * 3600);
    let token = body["access_token"].as_str().unwrap();
    meta.advance(60 * 24 * 3600 - 60).await;
    assert!(meta.get(token, "/me").await.is_ok());
    meta.advance(60).await;
    let late: Result<Value, Value> = meta.get(token, "/me").await;
    assert_eq!(numbers(&late), (401, 190, Some(463)));
}
