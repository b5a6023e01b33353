//! A person's phone, in the sandbox.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::tenant::{Answer, http};
use crate::wait;

#[derive(Clone)]
pub struct Phone {
    http: reqwest::Client,
    sandbox: String,
    /// E.164.
    pub number: String,
    pub name: String,
}

/// The result of a scan.
pub enum Scan {
    Linked,
    Rejected { code: String },
}

impl Phone {
    pub(crate) fn new(service: &str, number: &str, name: &str) -> Self {
        Self {
            http: http(),
            sandbox: format!("{service}/sandbox"),
            number: number.to_owned(),
            name: name.to_owned(),
        }
    }

    /// Adds a phone to the sandbox.
    pub async fn create(service: &str, number: &str, name: &str) -> Result<Self> {
        let phone = Self::new(service, number, name);
        let body = json!({ "phoneNumber": number, "pushName": name });
        let request = phone
            .http
            .post(format!("{}/phones", phone.sandbox))
            .json(&body);
        Answer::of(request)
            .await?
            .success()
            .context("creating a phone")?;
        Ok(phone)
    }

    /// Adds a phone with this many old chats in its history.
    pub async fn with_history(service: &str, number: &str, chats: usize) -> Result<Self> {
        let phone = Self::new(service, number, "Linked");
        let body = json!({ "phoneNumber": number, "pushName": "Linked", "pastChats": chats });
        let request = phone.http.post(format!("{}/phones", phone.sandbox));
        Answer::of(request.json(&body))
            .await?
            .success()
            .context("creating a phone with a history")?;
        Ok(phone)
    }

    /// The phone of an account that is also used through the Cloud API.
    pub async fn in_coexistence(service: &str, number: &str, name: &str) -> Result<Self> {
        let phone = Self::new(service, number, name);
        let body = json!({ "phoneNumber": number, "businessName": name, "coexistence": true });
        let request = phone.http.post(format!("{}/phones", phone.sandbox));
        Answer::of(request.json(&body))
            .await?
            .success()
            .context("creating a phone in coexistence")?;
        Ok(phone)
    }

    /// Scans a code, which must link.
    pub async fn scan(&self, qr: &str) -> Result<()> {
        match self.try_scan(qr).await? {
            Scan::Linked => Ok(()),
            Scan::Rejected { code } => bail!("the phone rejected the code: {code}"),
        }
    }

    pub async fn try_scan(&self, qr: &str) -> Result<Scan> {
        let answer = self.post("scan", json!({ "qr": qr })).await?;
        if answer.status.as_u16() == 422 {
            let code = answer.body["code"]
                .as_str()
                .context("a rejection has a code")?
                .to_owned();
            return Ok(Scan::Rejected { code });
        }
        answer.success().map(|_| Scan::Linked)
    }

    /// Scans the browser's window until the phone has linked. If the code has expired between reading and linking, it
    /// scans the next one, as a person would.
    pub async fn scan_screen(&self, browser: &Browser) -> Result<String> {
        wait::until("the phone to link with the code on the screen", || async {
            let qr = browser.read_qr().await?;
            match self.try_scan(&qr).await? {
                Scan::Linked => Ok(Some(qr)),
                Scan::Rejected { code } if code == "code_expired" => Ok(None),
                Scan::Rejected { code } => bail!("the phone rejected the code: {code}"),
            }
        })
        .await
    }

    /// Types a code, which must link.
    pub async fn enter_code(&self, code: &str) -> Result<()> {
        let answer = self.post("enter-code", json!({ "code": code })).await?;
        answer.success().map(drop)
    }

    /// Sends a message; returns its id once the network has accepted it.
    pub async fn send(&self, text: &str, to: &str) -> Result<String> {
        let answer = self.post("send", json!({ "text": text, "to": to })).await?;
        let id = answer.success()?["data"]["id"].as_str().map(str::to_owned);
        id.context("a sent message has an id")
    }

    /// Sends a message of which linked devices learn only that there is one; returns its id.
    pub async fn send_unavailable(&self, text: &str, to: &str) -> Result<String> {
        let body = json!({ "text": text, "to": to, "unavailable": true });
        let answer = self.post("send", body).await?;
        let id = answer.success()?["data"]["id"].as_str().map(str::to_owned);
        id.context("a sent message has an id")
    }

    /// The ids of all messages that the network has accepted for this number.
    pub async fn received(&self) -> Result<Vec<String>> {
        let url = format!("{}/phones/{}/inbox", self.sandbox, self.number);
        let inbox = Answer::of(self.http.get(url)).await?.success()?;
        let messages = inbox["data"].as_array().context("a list of messages")?;
        let ids = messages.iter().map(|message| message["id"].as_str());
        let ids = ids.map(|id| id.map(str::to_owned).context("a message has an id"));
        ids.collect()
    }

    /// Removes the linked device.
    pub async fn unlink(&self) -> Result<()> {
        self.post("unlink", json!({})).await?.success().map(drop)
    }

    async fn post(&self, action: &str, body: Value) -> Result<Answer> {
        let url = format!("{}/phones/{}/{action}", self.sandbox, self.number);
        Answer::of(self.http.post(url).json(&body))
            .await
            .with_context(|| format!("the phone's {action}"))
    }
}
