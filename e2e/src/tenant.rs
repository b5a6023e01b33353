//! A tenant's backend: it has an API key and calls the API, as an integrator would.

use anyhow::{Context, Result, ensure};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::wait;

/// A plain HTTP client; proxies of the machine are no business of a test on loopback.
pub fn http() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client without special settings can be built")
}

/// An answer, whatever its status.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

impl Answer {
    pub(crate) async fn of(request: reqwest::RequestBuilder) -> Result<Self> {
        let response = request.send().await?;
        let status = response.status();
        let text = response.text().await?;
        Ok(Self {
            status,
            body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
        })
    }

    /// The body, if the call succeeded.
    pub fn success(self) -> Result<Value> {
        ensure!(
            self.status.is_success(),
            "answered {}: {}",
            self.status,
            self.body
        );
        Ok(self.body)
    }
}

/// What `POST /api/widget/sessions` made.
#[derive(Debug, Clone)]
pub struct WidgetSession {
    pub id: String,
    pub url: String,
    pub token: String,
    /// Name of the session it connects.
    pub session: String,
}

/// Clones speak with the same key.
#[derive(Clone)]
pub struct Tenant {
    http: reqwest::Client,
    service: String,
    key: String,
}

impl Tenant {
    pub(crate) fn new(service: &str, key: &str) -> Self {
        Self {
            http: http(),
            service: service.to_owned(),
            key: key.to_owned(),
        }
    }

    /// Any call; `body` is left out when null.
    pub async fn call(&self, method: Method, path: &str, body: Value) -> Result<Answer> {
        let request = self
            .http
            .request(method, format!("{}{path}", self.service))
            .bearer_auth(&self.key);
        let request = if body.is_null() {
            request
        } else {
            request.json(&body)
        };
        Answer::of(request)
            .await
            .with_context(|| format!("calling {path}"))
    }

    async fn get(&self, path: &str) -> Result<Value> {
        self.call(Method::GET, path, Value::Null)
            .await?
            .success()
            .with_context(|| format!("calling {path}"))
    }

    /// Creates a session and starts it.
    pub async fn start_session(&self, name: &str) -> Result<Value> {
        let body = json!({ "name": name, "start": true });
        let answer = self
            .call(Method::POST, "/api/sessions", body)
            .await?
            .success()?;
        Ok(answer["data"].clone())
    }

    /// Creates a widget session from the API's own fields.
    pub async fn create_widget_session(&self, fields: Value) -> Result<WidgetSession> {
        let answer = self
            .call(Method::POST, "/api/widget/sessions", fields)
            .await?;
        ensure!(
            answer.status == StatusCode::CREATED,
            "answered {}: {}",
            answer.status,
            answer.body
        );
        ensure!(
            answer.body["success"] == json!(true),
            "not the documented answer: {}",
            answer.body
        );
        let data = &answer.body["data"];
        let text = |name: &str| {
            data[name]
                .as_str()
                .map(str::to_owned)
                .with_context(|| format!("the answer has no {name}"))
        };
        Ok(WidgetSession {
            id: text("id")?,
            url: text("widgetUrl")?,
            token: text("widgetToken")?,
            session: text("session")?,
        })
    }

    /// The session as the API shows it.
    pub async fn session(&self, name: &str) -> Result<Value> {
        Ok(self.get(&format!("/api/sessions/{name}")).await?["data"].clone())
    }

    /// Every session of the tenant.
    pub async fn sessions(&self) -> Result<Vec<Value>> {
        let answer = self.get("/api/sessions").await?;
        let list = answer["data"].as_array().cloned();
        list.context("the sessions are a list")
    }

    /// The QR code that is live now.
    pub async fn qr(&self, name: &str) -> Result<String> {
        wait::until("a QR code from the API", || async {
            Ok(self.get(&format!("/api/{name}/pair/qr")).await?["qr"]
                .as_str()
                .map(str::to_owned))
        })
        .await
    }

    /// Returns the session once it has this status.
    pub async fn wait_status(&self, name: &str, status: &str) -> Result<Value> {
        wait::until(&format!("session {name} to be {status}"), || async {
            let session = self.session(name).await?;
            Ok((session["status"] == status).then_some(session))
        })
        .await
    }
}
