//! The SDK and the arbiter by their shape; browsers run them elsewhere.

use axum::http::header;

use crate::harness::Meta;

async fn load(meta: &Meta, path: &str, host: Option<&str>) -> String {
    let mut request = meta.client().get(format!("{}{path}", meta.url));
    if let Some(host) = host {
        request = request.header(header::HOST, host);
    }
    let response = request.send().await.unwrap();
    assert_eq!(response.status().as_u16(), 200, "{path}");
    response.text().await.unwrap()
}

#[tokio::test]
async fn the_sdk_uses_facebooks_names_behind_them() {
    let meta = Meta::start().await;
    for path in ["/en_US/sdk.js", "/pt_BR/sdk/debug.js"] {
        let own = load(&meta, path, None).await;
        assert!(own.contains(&format!("\"www\":\"{}\"", meta.url)), "{own}");
        assert!(!own.contains("__HOSTS__"));
        let facebook = load(&meta, path, Some("connect.facebook.net")).await;
        assert!(facebook.contains("\"arbiter\":\"https://staticxx.facebook.com\""));
    }
}

#[tokio::test]
async fn the_pages_of_the_dialog_are_served() {
    let meta = Meta::start().await;
    let table = [
        ("/dialog/dialog.css", "prefers-color-scheme: dark"),
        ("/dialog/dialog.js", "postMessage(content, \"*\")"),
        ("/x/connect/xd_arbiter/?version=46", "window.parent.opener"),
        ("/x/oauth/status?client_id=1", "unknown"),
    ];
    for (path, text) in table {
        assert!(load(&meta, path, None).await.contains(text), "{path}");
    }
}

#[tokio::test]
async fn the_question_after_a_closed_popup_can_fail() {
    let meta = Meta::start().await;
    meta.set_fault("login_status", serde_json::json!("reset"))
        .await;
    let url = format!("{}/x/oauth/status", meta.url);
    let answer = async || meta.client().get(&url).send().await?.text().await;
    assert!(answer().await.is_err());
    assert!(answer().await.is_ok());
}
