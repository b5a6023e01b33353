//! The control calls: their answers and their errors.

#[path = "control/invalid_calls.rs"]
mod invalid_calls;

use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use titan_sandbox::{Addresses, Camera, Options, Sandbox, VisibleCode};
use tower::ServiceExt as _;

struct OneCode;

#[async_trait]
impl Camera for OneCode {
    async fn visible(&self) -> Vec<VisibleCode> {
        vec![VisibleCode {
            label: "Acme".into(),
            qr: "2@one".into(),
        }]
    }
}

async fn open() -> (Sandbox, Router) {
    let options = Options {
        state_file: None,
        speed: 1.0,
        addresses: Addresses::of_process(),
    };
    let sandbox = Sandbox::open(options).await.unwrap();
    let router = sandbox.router(Arc::new(OneCode));
    (sandbox, router)
}

async fn call(router: &Router, method: Method, path: &str, body: &str) -> (StatusCode, Value) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "127.0.0.1:8080")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_owned()))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn the_network_returns_its_address_and_root_key() {
    let (sandbox, router) = open().await;
    let (status, body) = call(&router, Method::GET, "/sandbox/network", "").await;
    assert_eq!(status, StatusCode::OK);
    let expected = json!({ "data": {
        "wsUrl": "ws://127.0.0.1:8080/sandbox/ws/chat",
        "rootPublicKey": BASE64_STANDARD.encode(sandbox.root_public_key()),
        "graphUrl": null,
    }});
    assert_eq!(body, expected);
}

#[tokio::test]
async fn the_camera_returns_the_codes_of_the_service() {
    let (_, router) = open().await;
    let (_, body) = call(&router, Method::GET, "/sandbox/camera", "").await;
    assert_eq!(
        body,
        json!({ "data": [{ "label": "Acme", "qr": "2@one" }] })
    );
}

#[tokio::test]
async fn a_new_network_has_two_phones() {
    let (_, router) = open().await;
    let (_, body) = call(&router, Method::GET, "/sandbox/phones", "").await;
    let phones: Vec<[&Value; 4]> = body["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|phone| {
            ["phoneNumber", "pushName", "businessName", "platform"].map(|name| &phone[name])
        })
        .collect();
    let expected = json!([
        ["+5511999990001", "Ana Souza", null, "android"],
        ["+5521988880002", "Bia Lima", "Padaria Pão Doce", "smba"],
    ]);
    assert_eq!(json!(phones), expected);
}

#[tokio::test]
async fn a_phone_cannot_be_added_twice() {
    let (_, router) = open().await;
    let body = json!({ "phoneNumber": "+4915112345678", "pushName": "Caro" }).to_string();
    let (status, added) = call(&router, Method::POST, "/sandbox/phones", &body).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(added["data"]["phoneNumber"], "+4915112345678");
    assert_eq!(added["data"]["platform"], "android");
    assert_eq!(added["data"]["devices"], json!([]));
    let (status, again) = call(&router, Method::POST, "/sandbox/phones", &body).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(again["code"], "phone_exists");
}

#[tokio::test]
async fn faults_can_be_cleared() {
    let (_, router) = open().await;
    let slow = json!({ "latencyMs": 5 }).to_string();
    let (_, caused) = call(&router, Method::POST, "/sandbox/faults", &slow).await;
    assert_eq!(caused["data"]["latencyMs"], 5);
    let (status, cleared) = call(&router, Method::DELETE, "/sandbox/faults", "").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(cleared["data"]["latencyMs"], 0);
}

#[tokio::test]
async fn unlinking_works_without_a_body() {
    let (_, router) = open().await;
    let path = "/sandbox/phones/5511999990001/unlink";
    let (status, body) = call(&router, Method::POST, path, "").await;
    assert_eq!(
        (status.as_u16(), &body["code"]),
        (404, &json!("device_not_found"))
    );
    let (status, body) = call(&router, Method::POST, path, "{").await;
    assert_eq!(
        (status.as_u16(), &body["code"]),
        (400, &json!("invalid_body"))
    );
}

#[tokio::test]
async fn a_speed_of_zero_is_rejected() {
    let options = Options {
        state_file: None,
        speed: 0.0,
        addresses: Addresses::of_process(),
    };
    assert!(Sandbox::open(options).await.is_err());
}

#[tokio::test]
async fn the_phone_page_loads_nothing_from_other_sites() {
    let (_, router) = open().await;
    for path in ["/sandbox/", "/sandbox/phone.css", "/sandbox/phone.js"] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap();
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
        assert!(policy.contains("frame-ancestors *"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(!text.contains("https://"), "{path} names another site");
    }
}
