//! How a dialog ends: where its code goes, and when a webhook reports it.

use axum::http::Method;
use serde_json::json;
use titan_sandbox::MetaApp;

use crate::dialog::{CONFIG, call, code_url, kinds, open, popup_url, url};
use crate::harness::{APP, Meta, SECRET, numbers};
use crate::receiver::Receiver;

#[tokio::test]
async fn the_code_of_a_popup_goes_to_the_arbiter() {
    let meta = Meta::start().await;
    let azul = meta.azul().await;
    let dialog = open(&meta, popup_url(&meta, "https://widget.test/f1")).await;
    let without = call(
        &meta,
        &dialog,
        "code",
        json!({ "hasOpener": true, "holdMs": 0 }),
    )
    .await;
    assert!(without.is_err());
    let body = json!({ "accountId": azul.account, "numberId": azul.plain });
    call(&meta, &dialog, "finish", body).await.unwrap();
    let url = code_url(&meta, &dialog, true).await;
    assert_eq!(url.path(), "/x/connect/xd_arbiter/");
    let result = url.fragment().unwrap();
    assert!(result.starts_with("cb=f1&origin="), "{result}");
    let (_, code) = result.split_once("&code=").unwrap();
    let token = meta
        .exchange(code.split('&').next().unwrap())
        .await
        .unwrap();
    let token = token["access_token"].as_str().unwrap();
    assert!(meta.get(token, &format!("/{}", azul.account)).await.is_ok());
}

#[tokio::test]
async fn a_window_without_an_opener_goes_to_the_fallback_address() {
    let meta = Meta::start().await;
    let dialog = open(&meta, popup_url(&meta, "https://widget.test/f1")).await;
    let body = json!({ "accountId": meta.azul().await.account });
    call(&meta, &dialog, "finish", body).await.unwrap();
    let url = code_url(&meta, &dialog, false).await;
    assert!(
        url.as_str().starts_with("https://widget.test/here?code=AQ"),
        "{url}"
    );
}

#[tokio::test]
async fn a_redirect_returns_the_code_with_the_state() {
    let meta = Meta::start().await;
    let back = "https://widget.test/return?a=1";
    let start = url(&meta, &[("redirect_uri", back), ("state", "s 1")]);
    let dialog = open(&meta, start).await;
    let cancelled = call(&meta, &dialog, "cancel", json!({ "step": "PERMISSIONS" }))
        .await
        .unwrap();
    let left = cancelled["actions"][0]["url"].as_str().unwrap();
    assert!(
        left.starts_with("https://widget.test/return?a=1&error=access_denied"),
        "{left}"
    );
    assert!(
        left.ends_with("&error_reason=user_denied&state=s+1"),
        "{left}"
    );
    let body = json!({ "accountId": meta.azul().await.account });
    let finished = call(&meta, &dialog, "finish", body).await.unwrap();
    assert_eq!(kinds(&finished["actions"]), ["code"]);
    let url = code_url(&meta, &dialog, true).await;
    let params: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    assert_eq!(
        (
            params[0].0.as_str(),
            params[1].0.as_str(),
            params[2].1.as_str()
        ),
        ("a", "code", "s 1")
    );
    let query = |redirect| {
        vec![
            ("client_id", APP),
            ("client_secret", SECRET),
            ("code", params[1].1.as_str()),
            ("redirect_uri", redirect),
        ]
    };
    let path = "/oauth/access_token";
    let other = meta
        .graph(
            Method::GET,
            path,
            &query("https://widget.test/return"),
            None,
        )
        .await;
    assert_eq!(numbers(&other), (400, 100, Some(36008)));
    assert!(
        meta.graph(Method::GET, path, &query(back), None)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_webhook_reports_the_new_partner() {
    let mut hook = Receiver::start().await;
    let mut app = MetaApp::new(APP, SECRET, CONFIG);
    app.webhook_url = Some(hook.url.clone());
    let meta = Meta::with_app(app).await;
    let account = meta.azul().await.account;
    for (when, at_finish, at_code) in [
        ("before", 1, 0),
        ("between", 0, 1),
        ("after", 0, 1),
        ("never", 0, 0),
    ] {
        meta.control("dialogs", json!({ "partnerAdded": when }))
            .await;
        let dialog = open(&meta, popup_url(&meta, "https://widget.test/f1")).await;
        let body = json!({ "accountId": account });
        call(&meta, &dialog, "finish", body).await.unwrap();
        assert_eq!(usize::from(!hook.is_empty()), at_finish, "{when}");
        code_url(&meta, &dialog, true).await;
        assert_eq!(
            !hook.is_empty(),
            matches!(when, "before" | "between"),
            "{when}"
        );
        for _ in 0..at_finish + at_code {
            let body = hook.next().await.body();
            let value = &body["entry"][0]["changes"][0]["value"];
            assert_eq!(
                (&value["event"], &value["waba_info"]["waba_id"]),
                (&json!("PARTNER_ADDED"), &json!(account))
            );
        }
    }
    assert!(hook.is_empty());
}
