//! Faults of Graph calls.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::{Meta, numbers};

#[tokio::test]
async fn a_fault_happens_as_often_as_it_was_set() {
    let meta = Meta::start().await;
    let token = meta.token(&meta.azul().await.account).await;
    let kind =
        json!({ "error": { "code": 131000, "subcode": 7, "status": 500, "transient": true } });
    let body = json!({ "call": "me", "kind": kind, "times": 2 });
    meta.control("faults", body).await;
    for _ in 0..2 {
        let result = meta.get(&token, "/me").await;
        assert_eq!(numbers(&result), (500, 131000, Some(7)));
        assert_eq!(result.unwrap_err()["is_transient"], true);
    }
    assert!(meta.get(&token, "/me").await.is_ok());
}

#[tokio::test]
async fn other_calls_do_not_meet_a_fault() {
    let meta = Meta::start().await;
    let token = meta.token(&meta.azul().await.account).await;
    meta.set_fault("register", json!("rateLimit")).await;
    assert!(meta.get(&token, "/me").await.is_ok());
    meta.set_fault("me", json!("rateLimit")).await;
    meta.call(Method::DELETE, "/sandbox/meta/faults", String::new())
        .await;
    assert!(meta.get(&token, "/me").await.is_ok());
}

#[tokio::test]
async fn replies_can_be_changed() {
    let meta = Meta::start().await;
    let token = meta.token(&meta.azul().await.account).await;
    meta.set_fault("me", json!("rateLimit")).await;
    assert_eq!(numbers(&meta.get(&token, "/me").await), (429, 4, None));
    meta.set_fault("me", json!("successFalse")).await;
    assert_eq!(
        meta.get(&token, "/me").await.unwrap(),
        json!({ "success": false })
    );
    meta.set_fault(
        "me",
        json!({ "merge": { "name": null, "more": { "a": 1 } } }),
    )
    .await;
    let merged = meta.get(&token, "/me").await.unwrap();
    assert_eq!(
        (merged.get("name"), &merged["more"]),
        (None, &json!({ "a": 1 }))
    );
    assert!(merged["id"].is_string());
    meta.set_fault("me", json!({ "reply": { "status": 200, "body": [1] } }))
        .await;
    assert_eq!(meta.get(&token, "/me").await.unwrap(), json!([1]));
}

/// The status, and the body if it arrived.
async fn raw(meta: &Meta, path: &str) -> Result<(u16, String), reqwest::Error> {
    let response = meta
        .client()
        .get(format!("{}{path}", meta.url))
        .send()
        .await?;
    let status = response.status().as_u16();
    Ok((status, response.text().await?))
}

#[tokio::test]
async fn a_page_can_come_instead_of_json() {
    let meta = Meta::start().await;
    meta.set_fault("me", json!({ "html": 503 })).await;
    let (status, body) = raw(&meta, "/me").await.unwrap();
    assert_eq!(status, 503);
    assert!(body.starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn a_call_can_be_slow() {
    let meta = Meta::start().await;
    let token = meta.token(&meta.azul().await.account).await;
    meta.set_fault("me", json!({ "slowMs": 300 })).await;
    let start = std::time::Instant::now();
    assert!(meta.get(&token, "/me").await.is_ok());
    assert!(start.elapsed().as_millis() >= 300);
}

#[tokio::test]
async fn a_connection_is_cut_before_or_after_the_work() {
    for (kind, is_done) in [("reset", false), ("dropReply", true)] {
        let meta = Meta::start().await;
        let account = meta.azul().await.account;
        let token = meta.token(&account).await;
        meta.set_fault("subscribe", json!(kind)).await;
        let path = format!(
            "{}/{account}/subscribed_apps?access_token={token}",
            meta.url
        );
        let result = meta.client().post(path).send().await;
        let body = match result {
            Ok(response) => response.text().await,
            Err(error) => Err(error),
        };
        assert!(body.is_err(), "{kind}: {body:?}");
        let list = meta
            .get(&token, &format!("/{account}/subscribed_apps"))
            .await
            .unwrap();
        assert_eq!(list["data"] != json!([]), is_done, "{kind}");
    }
}

#[tokio::test]
async fn invalid_faults_are_rejected() {
    let meta = Meta::start().await;
    let table: [Value; 5] = [
        json!({ "call": "everything", "kind": "reset" }),
        json!({ "call": "me", "kind": "explode" }),
        json!({ "call": "me", "kind": { "html": 200 } }),
        json!({ "call": "me", "kind": { "slowMs": 999_999_999 } }),
        json!({ "call": "me", "kind": { "error": { "code": 1, "status": 99 } } }),
    ];
    for body in table {
        let (status, answer) = meta.control("faults", body.clone()).await;
        assert_eq!(status.as_u16(), 400, "{body}: {answer}");
    }
}
