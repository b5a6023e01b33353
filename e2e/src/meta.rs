//! The sandbox's Meta, and a link's signup without a browser.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::service::Service;
use crate::tenant::{Answer, WidgetSession, http};

/// The control calls of the sandbox's Meta.
#[derive(Clone)]
pub struct Meta {
    http: reqwest::Client,
    url: String,
}

impl Meta {
    pub fn of(network: &Service) -> Self {
        Self {
            http: http(),
            url: format!("{}/sandbox/meta", network.startup().service_url),
        }
    }

    async fn get(&self, path: &str) -> Result<Value> {
        let request = self.http.get(format!("{}{path}", self.url));
        let answer = Answer::of(request).await?.success()?;
        Ok(answer["data"].clone())
    }

    /// Any control call.
    pub async fn call(&self, path: &str, body: Value) -> Result<Value> {
        let request = self.http.post(format!("{}/{path}", self.url)).json(&body);
        let answer = Answer::of(request).await?.success();
        let answer = answer.with_context(|| format!("calling {path}"))?;
        Ok(answer["data"].clone())
    }

    /// Ends what a control call has set up.
    pub async fn delete(&self, path: &str) -> Result<()> {
        let request = self.http.delete(format!("{}/{path}", self.url));
        Answer::of(request).await?.success().map(drop)
    }

    /// A business with one number. Returns the id of its WhatsApp Business account.
    pub async fn add_business(&self, number: &str) -> Result<String> {
        let body = json!({"name": "Padaria Azul", "numbers": [{"phoneNumber": number}]});
        let made = self.call("businesses", body).await?;
        let id = made["wabas"][0]["id"].as_str().map(str::to_owned);
        id.context("the business has no account")
    }

    /// The code that a browser gets when the person has granted access to the account.
    pub async fn grant(&self, waba_id: &str) -> Result<String> {
        let apps = self.get("").await?["apps"].clone();
        let body = json!({"appId": apps[0]["appId"], "wabaIds": [waba_id]});
        let granted = self.call("grant", body).await?;
        let code = granted["code"].as_str().map(str::to_owned);
        code.context("Meta gave no code")
    }

    /// Every request that the service has made, in order.
    pub async fn requests(&self) -> Result<Vec<Value>> {
        let requests = self.get("/requests").await?["requests"].clone();
        Ok(requests.as_array().cloned().unwrap_or_default())
    }

    /// How often each number was registered.
    pub async fn registrations(&self) -> Result<Vec<(String, u64)>> {
        let all = self.get("").await?;
        let businesses = all["businesses"].as_array().into_iter().flatten();
        let accounts = businesses.flat_map(|it| it["wabas"].as_array().into_iter().flatten());
        let numbers = accounts.flat_map(|it| it["numbers"].as_array().into_iter().flatten());
        let registrations = numbers.map(|number| {
            let times = number["registrations"].as_u64().unwrap_or(0);
            (number["phoneNumber"].to_string(), times)
        });
        Ok(registrations.collect())
    }
}

/// A link whose page a browser has opened.
#[derive(Clone)]
pub struct SignupLink {
    http: reqwest::Client,
    service: String,
    token: String,
}

impl SignupLink {
    pub async fn open(service: &Service, session: &str) -> Result<Self> {
        let body = json!({"mode": "cloud-api", "sessionName": session});
        let made: WidgetSession = service.tenant().create_widget_session(body).await?;
        let http = http();
        let page = http.get(&made.url).header("sec-fetch-dest", "document");
        Answer::of(page)
            .await?
            .success()
            .context("opening the link")?;
        Ok(Self {
            http,
            service: service.startup().service_url.clone(),
            token: made.token,
        })
    }

    /// `POST /widget/signup`, as the page's script calls it.
    pub async fn send(&self, body: Value) -> Result<Value> {
        let request = self.http.post(format!("{}/widget/signup", self.service));
        let answer = Answer::of(request.bearer_auth(&self.token).json(&body)).await?;
        Ok(answer.success()?["data"].clone())
    }

    /// What the page shows now: the first event of its live stream.
    pub async fn view(&self) -> Result<Value> {
        let request = self.http.get(format!("{}/widget/live", self.service));
        let mut stream = request
            .bearer_auth(&self.token)
            .send()
            .await?
            .error_for_status()?;
        let mut text = String::new();
        while !text.contains("\n\n") {
            let chunk = stream.chunk().await?.context("the stream ended")?;
            text.push_str(&String::from_utf8_lossy(&chunk));
        }
        let data = text.lines().find_map(|line| line.strip_prefix("data:"));
        let boot: Value = serde_json::from_str(data.context("an event without data")?.trim())?;
        Ok(boot["view"].clone())
    }
}
