//! A tenant's backend: it has an API key and calls the API, as an integrator would.

use anyhow::{Context, Result, ensure};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::wait;

/// An HTTP client without the machine's proxies, since tests use loopback.
pub fn http() -> reqwest::Client {
    set_tls_provider();
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client without special settings can be built")
}

/// The client asks for a TLS provider when it is made, although the tests use no TLS. The server's dependencies leave the
/// choice open.
pub(crate) fn set_tls_provider() {
    // It fails if there is one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// An answer of any status.
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

/// The answer of `POST /api/widget/sessions`.
#[derive(Debug, Clone)]
pub struct WidgetSession {
    pub id: String,
    pub url: String,
    pub token: String,
    /// The name of the session that it connects.
    pub session: String,
}

impl WidgetSession {
    fn read(data: &Value) -> Result<Self> {
        let text = |name: &str| {
            let value = data[name].as_str().map(str::to_owned);
            value.with_context(|| format!("the answer has no {name}"))
        };
        Ok(Self {
            id: text("id")?,
            url: text("widgetUrl")?,
            token: text("widgetToken")?,
            session: text("session")?,
        })
    }
}

/// Clones use the same key.
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

    /// Any call; a null `body` is not sent.
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

    /// Creates a widget session from the API's fields.
    pub async fn create_widget_session(&self, fields: Value) -> Result<WidgetSession> {
        let path = "/api/widget/sessions";
        let answer = self.call(Method::POST, path, fields).await?;
        let Answer { status, body } = &answer;
        let is_documented = *status == StatusCode::CREATED && body["success"] == json!(true);
        ensure!(is_documented, "answered {status}: {body}");
        WidgetSession::read(&body["data"])
    }

    /// Creates a widget session that this origin may embed.
    pub async fn create_widget_session_for(&self, origin: &str) -> Result<WidgetSession> {
        self.create_widget_session(json!({ "allowedOrigins": [origin] }))
            .await
    }

    /// Ends a link. An open page shows that.
    pub async fn revoke(&self, link: &WidgetSession) -> Result<()> {
        let path = format!("/api/widget/sessions/{}", link.id);
        let answer = self.call(Method::DELETE, &path, json!({})).await?;
        answer.success().map(drop)
    }

    /// The session as the API returns it.
    pub async fn session(&self, name: &str) -> Result<Value> {
        Ok(self.get(&format!("/api/sessions/{name}")).await?["data"].clone())
    }

    /// Every session of the tenant, page by page.
    pub async fn sessions(&self) -> Result<Vec<Value>> {
        let mut all = Vec::new();
        let mut path = "/api/sessions?limit=200".to_owned();
        loop {
            let answer = self.get(&path).await?;
            let page = answer["data"].as_array();
            all.extend(page.context("the sessions are a list")?.iter().cloned());
            let Some(next) = answer["nextCursor"].as_str() else {
                return Ok(all);
            };
            path = format!("/api/sessions?limit=200&cursor={next}");
        }
    }

    /// The current QR code.
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
