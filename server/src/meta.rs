//! Meta's Graph API: exchanging a signup's code, reading what was granted, registering numbers, sending messages; and
//! reading the webhooks that Meta sends. Knows no session and no database.
//!
//! No address, token, code or PIN of a request is logged: the address of an exchange holds the app's secret.

mod call;
mod error;
pub mod grant;
pub mod message;
pub mod number;
pub mod webhook;

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use url::Url;

pub use error::{GraphError, Kind};

use self::call::Call;
use self::grant::{Exchanged, TokenInfo};
use self::message::{OutgoingMessage, SentId};
use crate::domain::cloud_account::Pin;
use crate::domain::meta_app::{AccessToken, DigitId, MetaApp, SignupCode};
use crate::domain::signup::CloudNumber;

/// Where Meta's Graph API is.
pub const GRAPH_URL: &str = "https://graph.facebook.com/";

/// A code is valid for 30 seconds, so an exchange must not take longer.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The client of the Graph API; cloning shares its connections.
#[derive(Debug, Clone)]
pub struct Graph {
    http: Client,
    base: Url,
}

/// An app, and the token of one of its customers.
#[derive(Clone, Copy)]
pub struct Access<'a> {
    pub app: &'a MetaApp,
    pub token: &'a AccessToken,
}

/// No client could be made, for example because this machine has no certificates.
#[derive(Debug, thiserror::Error)]
#[error("no HTTP client for Meta: {0}")]
pub struct GraphClientError(#[from] reqwest::Error);

impl Graph {
    pub fn new(base: Url) -> Result<Self, GraphClientError> {
        let http = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .timeout(TIMEOUT)
            .user_agent(concat!("titan-connect/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Graph { http, base })
    }

    fn call(&self, method: Method, app: &MetaApp, path: &[&str]) -> Call {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments
                .pop_if_empty()
                .push(app.graph_version.as_str())
                .extend(path);
        }
        Call::new(self.http.request(method, url))
    }

    /// A call with a customer's token and the proof that we hold the app's secret.
    fn authorized(&self, method: Method, access: Access<'_>, path: &[&str]) -> Call {
        self.call(method, access.app, path)
            .authorize(&access.app.secret, access.token.expose())
    }

    /// Exchanges a signup's code for a token, once. `redirect_uri` is the one that the code was issued for; codes of
    /// the popup have none.
    pub async fn exchange(
        &self,
        app: &MetaApp,
        code: &SignupCode,
        redirect_uri: Option<&str>,
    ) -> Result<Exchanged, GraphError> {
        let mut body = json!({
            "client_id": app.app_id.as_str(),
            "client_secret": app.secret.expose(),
            "code": code.expose(),
            "grant_type": "authorization_code",
        });
        if let Some(uri) = redirect_uri {
            body["redirect_uri"] = uri.into();
        }
        let call = self.call(Method::POST, app, &["oauth", "access_token"]);
        Exchanged::read(&call.json(&body).send().await?)
    }

    /// What a token is for.
    pub async fn inspect(&self, access: Access<'_>) -> Result<TokenInfo, GraphError> {
        let app = access.app;
        let app_token = format!("{}|{}", app.app_id, app.secret.expose());
        let call = self
            .call(Method::GET, app, &["debug_token"])
            .query("input_token", access.token.expose())
            .authorize(&app.secret, &app_token);
        TokenInfo::read(&call.send().await?)
    }

    /// All numbers of a WhatsApp Business account.
    pub async fn numbers(
        &self,
        access: Access<'_>,
        waba_id: &str,
    ) -> Result<Vec<CloudNumber>, GraphError> {
        let mut numbers = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..number::MAX_PAGES {
            let mut call = self
                .authorized(Method::GET, access, &[waba_id, "phone_numbers"])
                .query("fields", number::FIELDS)
                .query("limit", number::PAGE);
            if let Some(cursor) = &after {
                call = call.query("after", cursor);
            }
            let page = call.send().await?;
            numbers.extend(number::read_page(&page, waba_id));
            after = number::next_page(&page);
            if after.is_none() {
                break;
            }
        }
        Ok(numbers)
    }

    /// One number as it is now.
    pub async fn number(
        &self,
        access: Access<'_>,
        waba_id: &str,
        id: &DigitId,
    ) -> Result<Option<CloudNumber>, GraphError> {
        let call = self
            .authorized(Method::GET, access, &[id.as_str()])
            .query("fields", number::FIELDS);
        Ok(number::read(&call.send().await?, waba_id))
    }

    /// Subscribes the app to the account's webhooks. Repeating it changes nothing.
    pub async fn subscribe(&self, access: Access<'_>, waba_id: &DigitId) -> Result<(), GraphError> {
        let path = [waba_id.as_str(), "subscribed_apps"];
        let call = self.authorized(Method::POST, access, &path);
        call.send().await.and_then(|it| succeeded(&it))
    }

    pub async fn unsubscribe(
        &self,
        access: Access<'_>,
        waba_id: &DigitId,
    ) -> Result<(), GraphError> {
        let path = [waba_id.as_str(), "subscribed_apps"];
        let call = self.authorized(Method::DELETE, access, &path);
        call.send().await.and_then(|it| succeeded(&it))
    }

    /// Registers a number with the Cloud API.
    pub async fn register(
        &self,
        access: Access<'_>,
        number: &DigitId,
        pin: &Pin,
    ) -> Result<(), GraphError> {
        let body = json!({"messaging_product": "whatsapp", "pin": pin.expose()});
        let call = self.authorized(Method::POST, access, &[number.as_str(), "register"]);
        call.json(&body).send().await.and_then(|it| succeeded(&it))
    }

    pub async fn deregister(&self, access: Access<'_>, number: &DigitId) -> Result<(), GraphError> {
        let path = [number.as_str(), "deregister"];
        let call = self.authorized(Method::POST, access, &path);
        call.send().await.and_then(|it| succeeded(&it))
    }

    /// Asks for the contacts and the history of a number that stays in the WhatsApp Business app. Meta allows it once,
    /// within a day.
    pub async fn synchronise(
        &self,
        access: Access<'_>,
        number: &DigitId,
        kind: &str,
    ) -> Result<(), GraphError> {
        let body = json!({"messaging_product": "whatsapp", "sync_type": kind});
        let call = self.authorized(Method::POST, access, &[number.as_str(), "smb_app_data"]);
        call.json(&body).send().await.map(drop)
    }

    pub async fn send(
        &self,
        access: Access<'_>,
        number: &DigitId,
        message: &OutgoingMessage,
    ) -> Result<SentId, GraphError> {
        let call = self.authorized(Method::POST, access, &[number.as_str(), "messages"]);
        SentId::read(&call.json(&message.body()).send().await?)
    }
}

/// Some calls answer `{"success": false}` with status 200.
fn succeeded(answer: &Value) -> Result<(), GraphError> {
    match answer["success"].as_bool() {
        Some(true) => Ok(()),
        _ => Err(GraphError::unexpected("Meta answered without success")),
    }
}
