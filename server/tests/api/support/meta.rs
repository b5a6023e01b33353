//! The sandbox's Meta: its businesses, the codes of its signup, and what the service has asked it.

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::meta_app::{AppSecret, DigitId, Extras, GraphVersion, MetaAppSettings};

use titan_connect::runtime::config::Config;

use super::client::{Answer, finish};
use super::service::TestService;
use super::stream::Live;

pub const APP_ID: &str = "4711";
pub const APP_SECRET: &str = "0123456789abcdef0123456789abcdef";
const CONFIG_ID: &str = "4712";

/// A WhatsApp Business account at the sandbox's Meta.
pub struct Account {
    pub waba_id: String,
    pub numbers: Vec<Value>,
}

impl Account {
    pub fn number_id(&self, index: usize) -> &str {
        self.numbers[index]["id"].as_str().unwrap()
    }
}

/// A link that offers the Cloud API.
pub struct SignupLink {
    pub id: String,
    pub token: String,
}

impl TestService {
    /// With an app at the sandbox's Meta.
    pub async fn start_with_meta() -> Self {
        let service = Self::start_with(|config| config.meta.app = Some(settings())).await;
        service.enter_app(json!({})).await;
        service
    }

    /// As [`Self::start_with_meta`], on Postgres.
    pub async fn start_with_meta_on_postgres() -> Self {
        let with_app = |config: &mut Config| config.meta.app = Some(settings());
        let service = Self::start_on_postgres_with(with_app).await;
        service.enter_app(json!({})).await;
        service
    }

    /// Enters the operator's app in Meta's dashboard, with other fields if given.
    pub async fn enter_app(&self, fields: Value) {
        let app = self.app.sessions.meta.operator().unwrap();
        let mut entry = json!({
            "appId": APP_ID, "appSecret": APP_SECRET, "configId": CONFIG_ID, "requireProof": true,
            "webhookUrl": self.app.public_url.join(&format!("/webhooks/meta/{}", app.key)),
            "verifyToken": self.app.sessions.meta.verify_token(&app.key),
        });
        for (name, value) in fields.as_object().unwrap() {
            entry[name] = value.clone();
        }
        self.meta("apps", entry).await;
    }

    /// A control call of the sandbox's Meta.
    pub async fn meta(&self, call: &str, body: Value) -> Value {
        let request = self.http.post(format!("{}/sandbox/meta/{call}", self.url));
        let answer = finish(request.json(&body)).await;
        assert!(answer.status.is_success(), "{call}: {}", answer.text());
        answer.json()["data"].clone()
    }

    pub async fn business(&self, numbers: Value) -> Account {
        let made = self
            .meta(
                "businesses",
                json!({"name": "Padaria Azul", "numbers": numbers}),
            )
            .await;
        let account = &made["wabas"][0];
        Account {
            waba_id: account["id"].as_str().unwrap().to_owned(),
            numbers: account["numbers"].as_array().unwrap().clone(),
        }
    }

    /// How often the service has made each call of the Graph API.
    pub async fn meta_counts(&self) -> Value {
        let request = self.http.get(format!("{}/sandbox/meta/requests", self.url));
        finish(request).await.data(200)["counts"].clone()
    }

    /// Waits until the service has made this call so often.
    pub async fn until_meta_count(&self, call: &str, times: u64) {
        let mut ticks = tokio::time::interval(Duration::from_millis(5));
        for _ in 0..4000 {
            ticks.tick().await;
            if self.meta_counts().await[call] == times {
                return;
            }
        }
        panic!("{call} was not made {times} times");
    }

    /// What the sandbox's Meta knows of a number.
    pub async fn meta_number(&self, id: &str) -> Value {
        let request = self.http.get(format!("{}/sandbox/meta", self.url));
        let all = finish(request).await.data(200);
        let businesses = all["businesses"].as_array().unwrap().iter();
        let accounts = businesses.flat_map(|it| it["wabas"].as_array().unwrap());
        let mut numbers = accounts.flat_map(|it| it["numbers"].as_array().unwrap());
        numbers.find(|it| it["id"] == id).unwrap().clone()
    }

    /// The code that a browser gets when the person has granted access to the account.
    pub async fn grant(&self, account: &Account) -> String {
        self.grant_for(APP_ID, account).await
    }

    pub async fn grant_for(&self, app_id: &str, account: &Account) -> String {
        let body = json!({"appId": app_id, "wabaIds": [account.waba_id]});
        let granted = self.meta("grant", body).await;
        granted["code"].as_str().unwrap().to_owned()
    }

    /// A link whose page a browser has opened.
    pub async fn signup_link(&self, fields: Value) -> SignupLink {
        let mut body = json!({"mode": "cloud-api"});
        for (name, value) in fields.as_object().unwrap() {
            body[name] = value.clone();
        }
        let made = self.tenant().create_widget_session(body).await;
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        let link = SignupLink {
            id: text("id"),
            token: text("widgetToken"),
        };
        assert_eq!(self.open(&link.token).await.status, 200);
        link
    }

    /// `POST /widget/signup`, as the page's script calls it.
    pub async fn signup(&self, link: &SignupLink, body: Value) -> Answer {
        self.signup_with(&link.token, body).await
    }

    /// As [`Self::signup`], of any link.
    pub async fn signup_with(&self, token: &str, body: Value) -> Answer {
        let request = self.http.post(format!("{}/widget/signup", self.url));
        finish(request.bearer_auth(token).json(&body)).await
    }

    /// The person opens Meta's window and grants access; the browser sends the code.
    pub async fn sign_up(&self, link: &SignupLink, account: &Account) -> Live {
        self.signup(link, json!({"type": "begin"})).await.data(200);
        let live = self.live(&link.token).await;
        let code = self.grant(account).await;
        let body = json!({"type": "code", "code": code});
        self.signup(link, body).await.data(200);
        live
    }

    /// As [`Self::signed_up`], after a problem.
    pub async fn signed_up_again(&self, link: &SignupLink, account: &Account) -> Value {
        let code = json!({"type": "code", "code": self.grant(account).await});
        self.signup(link, code).await.data(200);
        self.live(&link.token).await.until_signup_rests().await
    }

    /// As [`Self::sign_up`], until the signup needs the person or is done.
    pub async fn signed_up(&self, link: &SignupLink, account: &Account) -> Value {
        self.sign_up(link, account).await.until_signup_rests().await
    }
}

impl Live {
    /// The first view whose signup does not work by itself any more.
    pub async fn until_signup_rests(&mut self) -> Value {
        self.until_view(|view| {
            let state = view["signup"]["state"].as_str().unwrap_or("begun");
            // The session is published a moment after the signup.
            let is_published = state != "connected" || view["step"] == "connected";
            state != "begun" && state != "working" && is_published
        })
        .await
    }
}

pub fn settings() -> MetaAppSettings {
    MetaAppSettings {
        app_id: DigitId::parse(APP_ID).unwrap(),
        config_id: DigitId::parse(CONFIG_ID).unwrap(),
        secret: AppSecret::parse(APP_SECRET).unwrap(),
        graph_version: GraphVersion::default(),
        extras: Extras::default(),
    }
}
