//! A tenant's backend: an API key and plain HTTP.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::time::{Duration, timeout};

/// The time limit of a response, far above the expected time.
const BOUND: Duration = Duration::from_secs(20);

#[derive(Clone)]
pub struct Tenant {
    http: reqwest::Client,
    url: String,
    key: String,
}

/// A complete response.
#[must_use]
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Asserts a success and returns its `data`.
    #[track_caller]
    pub fn data(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self.json()["data"].clone()
    }

    /// Asserts an error: status, code, message, and the same request id as in the header.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        let body = self.json();
        assert_eq!(body["code"], code, "{body}");
        assert!(
            body["error"]
                .as_str()
                .is_some_and(|sentence| sentence.ends_with('.')),
            "{body}"
        );
        assert_eq!(body["requestId"], self.header("x-request-id"), "{body}");
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .unwrap_or_else(|| panic!("no header {name}"))
            .to_str()
            .unwrap()
    }
}

impl Tenant {
    pub fn new(url: &str, key: &str) -> Self {
        Tenant {
            http: reqwest::Client::new(),
            url: url.to_owned(),
            key: key.to_owned(),
        }
    }

    pub fn key(&self) -> &str {
        &self.key
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PATCH, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None).await
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(&self.key);
        if let Some(body) = body {
            request = request.json(&body);
        }
        finish(request).await
    }

    /// The code of a session, once there is one.
    pub async fn qr(&self, session: &str) -> String {
        let answer = self.get(&format!("/api/{session}/pair/qr")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["qr"]
            .as_str()
            .expect("a code within the call's five seconds")
            .to_owned()
    }

    pub async fn create_widget_session(&self, body: Value) -> Value {
        self.post("/api/widget/sessions", body).await.data(201)
    }

    pub async fn create_session(&self, name: &str) -> Value {
        self.post("/api/sessions", json!({"name": name, "start": true}))
            .await
            .data(201)
    }
}

/// Sends any request, with a time limit.
pub async fn finish(request: reqwest::RequestBuilder) -> Answer {
    timeout(BOUND, async {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        // A frame of another site would not get it back, and nothing needs one.
        assert!(!headers.contains_key("set-cookie"), "{headers:?}");
        Answer {
            status,
            headers,
            bytes: response.bytes().await.unwrap().to_vec(),
        }
    })
    .await
    .expect("an answer in time")
}
