//! A stand-in for Meta on a real listener, its control calls, and a client of the Graph API.

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use titan_sandbox::{Addresses, Camera, MetaApp, Options, Sandbox, VisibleCode};
use tower::ServiceExt as _;

pub(crate) const APP: &str = "1001";
pub(crate) const SECRET: &str = "app-secret";

struct NoCamera;

#[async_trait]
impl Camera for NoCamera {
    async fn visible(&self) -> Vec<VisibleCode> {
        Vec::new()
    }
}

pub(crate) struct Meta {
    pub(crate) url: String,
    control: Router,
    client: reqwest::Client,
}

/// The ids of the first business: its WABA with a plain number, and one on the WhatsApp Business app.
pub(crate) struct Azul {
    pub(crate) business: String,
    pub(crate) account: String,
    pub(crate) plain: String,
    pub(crate) coexistence: String,
}

impl Meta {
    /// With one app that has no webhook address.
    pub(crate) async fn start() -> Meta {
        Meta::with_app(MetaApp::new(APP, SECRET, "2001")).await
    }

    pub(crate) async fn with_app(app: MetaApp) -> Meta {
        let meta = Meta::open(None).await;
        let added = meta
            .control("apps", serde_json::to_value(app).unwrap())
            .await;
        assert_eq!(added.0, StatusCode::CREATED, "{}", added.1);
        meta
    }

    pub(crate) async fn open(state_file: Option<PathBuf>) -> Meta {
        let speed = 1.0;
        let sandbox = Sandbox::open(Options {
            state_file,
            speed,
            addresses: Addresses::of_process(),
        })
        .await
        .unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        sandbox.set_meta_address(url.clone());
        let hosts = sandbox.meta_router();
        tokio::spawn(async move { axum::serve(listener, hosts).await.unwrap() });
        Meta {
            url,
            control: sandbox.router(Arc::new(NoCamera)),
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
        }
    }

    /// `POST` to a control call below `/sandbox/meta`.
    pub(crate) async fn control(&self, call: &str, body: Value) -> (StatusCode, Value) {
        let path = format!("/sandbox/meta/{call}");
        self.call(Method::POST, &path, body.to_string()).await
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: String,
    ) -> (StatusCode, Value) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::CONTENT_TYPE, "application/json");
        let request = request.body(Body::from(body)).unwrap();
        let response = self.control.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }

    pub(crate) async fn overview(&self) -> Value {
        let (_, body) = self.call(Method::GET, "/sandbox/meta", String::new()).await;
        body["data"].clone()
    }

    pub(crate) async fn azul(&self) -> Azul {
        let business = &self.overview().await["businesses"][0];
        let account = &business["wabas"][0];
        let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
        Azul {
            business: id(business),
            account: id(account),
            plain: id(&account["numbers"][0]),
            coexistence: id(&account["numbers"][1]),
        }
    }

    pub(crate) async fn set_fault(&self, call: &str, kind: Value) {
        let (status, body) = self
            .control("faults", json!({ "call": call, "kind": kind }))
            .await;
        assert_eq!(status, StatusCode::OK, "{body}");
    }

    pub(crate) async fn advance(&self, seconds: u64) {
        let (status, _) = self
            .control("clock", json!({ "advanceSeconds": seconds }))
            .await;
        assert_eq!(status, StatusCode::OK);
    }

    pub(crate) async fn grant(&self, accounts: &[&str]) -> String {
        let body = json!({ "appId": APP, "wabaIds": accounts });
        let (_, body) = self.control("grant", body).await;
        body["data"]["code"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn exchange(&self, code: &str) -> Result<Value, Value> {
        let query = [
            ("client_id", APP),
            ("client_secret", SECRET),
            ("code", code),
        ];
        self.graph(Method::GET, "/oauth/access_token", &query, None)
            .await
    }

    /// A token of the app for one WABA.
    pub(crate) async fn token(&self, account: &str) -> String {
        let code = self.grant(&[account]).await;
        let body = self.exchange(&code).await.unwrap();
        body["access_token"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn get(&self, token: &str, path: &str) -> Result<Value, Value> {
        let query = [("access_token", token)];
        self.graph(Method::GET, path, &query, None).await
    }

    pub(crate) async fn post(&self, token: &str, path: &str, body: Value) -> Result<Value, Value> {
        let query = [("access_token", token)];
        self.graph(Method::POST, path, &query, Some(body)).await
    }

    /// A Graph call. The path has no version. An error is Graph's, with the status as `status`.
    pub(crate) async fn graph(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<Value>,
    ) -> Result<Value, Value> {
        let url = format!("{}/v25.0{path}", self.url);
        let mut url = reqwest::Url::parse(&url).unwrap();
        url.query_pairs_mut().extend_pairs(query);
        let mut request = self.client.request(method, url);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status();
        let mut body: Value = response.json().await.unwrap();
        if status.is_success() {
            return Ok(body);
        }
        body["error"]["status"] = json!(status.as_u16());
        Err(body["error"].take())
    }

    pub(crate) async fn requests(&self) -> Value {
        let path = "/sandbox/meta/requests";
        let (_, body) = self.call(Method::GET, path, String::new()).await;
        body["data"].clone()
    }

    pub(crate) fn client(&self) -> &reqwest::Client {
        &self.client
    }
}

/// `appsecret_proof`, and the signature of a webhook.
pub(crate) fn hmac_hex(key: &str, message: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(message);
    let bytes = mac.finalize().into_bytes();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The status, code and subcode of Graph's error.
pub(crate) fn numbers(result: &Result<Value, Value>) -> (u64, u64, Option<u64>) {
    let error = result.as_ref().unwrap_err();
    assert!(error["fbtrace_id"].is_string(), "{error}");
    assert!(error["type"].is_string(), "{error}");
    let number = |name: &str| error[name].as_u64();
    (
        number("status").unwrap(),
        number("code").unwrap(),
        number("error_subcode"),
    )
}
