//! The sandbox's phones, by number.

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::session::{Session, Status};
use titan_connect::domain::time::Timestamp;

use super::client::{Answer, finish};
use super::service::TestService;

pub const ANA: &str = "+5511999990001";

impl TestService {
    pub async fn scan(&self, phone: &str, qr: &str) -> Answer {
        self.phone(phone, "scan", json!({"qr": qr})).await
    }

    pub async fn unlink(&self, phone: &str) -> Answer {
        self.phone(phone, "unlink", json!({})).await
    }

    /// A service whose session `support` is Ana's.
    pub async fn with_ana_connected() -> Self {
        let service = Self::start().await;
        service.connect_ana().await;
        service
    }

    /// Creates the session `support` and links Ana's phone.
    pub async fn connect_ana(&self) {
        let tenant = self.tenant();
        tenant.create_session("support").await;
        let qr = tenant.qr("support").await;
        self.scan(ANA, &qr).await.data(200);
        self.settled("support", Status::Connected).await;
    }

    pub async fn enter_code(&self, phone: &str, code: &str) -> Answer {
        self.phone(phone, "enter-code", json!({"code": code})).await
    }

    pub async fn send(&self, from: &str, to: &str, text: &str) -> Answer {
        self.phone(from, "send", json!({"to": to, "text": text}))
            .await
    }

    /// The phone's owner reads all chats.
    pub async fn read(&self, phone: &str) {
        self.phone(phone, "read", json!({})).await.data(200);
    }

    pub async fn add_phone(&self, phone: &str) {
        let request = reqwest::Client::new().post(format!("{}/sandbox/phones", self.url));
        finish(request.json(&json!({"phoneNumber": phone})))
            .await
            .data(201);
    }

    /// A phone with this push name.
    pub async fn add_phone_named(&self, phone: &str, push_name: &str) {
        let request = reqwest::Client::new().post(format!("{}/sandbox/phones", self.url));
        finish(request.json(&json!({"phoneNumber": phone, "pushName": push_name})))
            .await
            .data(201);
    }

    pub async fn fault(&self, fault: Value) {
        let request = reqwest::Client::new().post(format!("{}/sandbox/faults", self.url));
        let answer = finish(request.json(&fault)).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    }

    pub async fn phones(&self) -> Vec<Value> {
        self.sandbox("/sandbox/phones").await
    }

    /// The messages that a phone has received, once there are `count`.
    pub async fn inbox(&self, phone: &str, count: usize) -> Vec<Value> {
        self.until(&format!("/sandbox/phones/{phone}/inbox"), |list| {
            list.len() >= count
        })
        .await
    }

    /// Waits until the network has received a message's acknowledgement.
    pub async fn acknowledged(&self, id: &str) {
        let heard =
            |event: &Value| event["kind"] == "message_acked" && event.to_string().contains(id);
        self.until("/sandbox/history", |list| list.iter().any(heard))
            .await;
    }

    async fn sandbox(&self, path: &str) -> Vec<Value> {
        let answer = finish(reqwest::Client::new().get(format!("{}{path}", self.url))).await;
        answer.data(200).as_array().unwrap().clone()
    }

    /// Polls with a limit, because the sandbox has no stream.
    async fn until(&self, path: &str, is: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let mut ticks = tokio::time::interval(Duration::from_millis(20));
        for _ in 0..500 {
            ticks.tick().await;
            let list = self.sandbox(path).await;
            if is(&list) {
                return list;
            }
        }
        panic!("{path} did not become what it should");
    }

    async fn phone(&self, phone: &str, what: &str, body: serde_json::Value) -> Answer {
        finish(
            reqwest::Client::new()
                .post(format!("{}/sandbox/phones/{phone}/{what}", self.url))
                .json(&body),
        )
        .await
    }

    /// Waits until the session's restriction ends then, in seconds since 1970; at 0, until there is none.
    pub async fn restricted_until(&self, name: &str, until: u64) {
        let session = self
            .app
            .store
            .session_by_name(&"default".into(), name)
            .await
            .unwrap()
            .unwrap();
        let mut live = titan_connect::sessions::watch::watch(&self.app.sessions, &session.id)
            .await
            .unwrap()
            .unwrap();
        let until = i64::try_from(until).unwrap();
        let until = (until > 0).then(|| Timestamp::from_millis(until * 1000));
        let wait = live.wait_for(|live| live.session.restricted_until == until);
        let waited = tokio::time::timeout(Duration::from_secs(20), wait).await;
        waited.expect("in time").expect("the session lives");
    }

    /// Waits for the session's state by watching it, without polling.
    pub async fn settled(&self, name: &str, status: Status) -> Session {
        self.settled_of("default", name, status).await
    }

    /// As [`Self::settled`], of any tenant.
    pub async fn settled_of(&self, tenant_id: &str, name: &str, status: Status) -> Session {
        let session = self
            .app
            .store
            .session_by_name(&tenant_id.into(), name)
            .await
            .unwrap()
            .unwrap();
        let mut live = titan_connect::sessions::watch::watch(&self.app.sessions, &session.id)
            .await
            .unwrap()
            .unwrap();
        let wait = live.wait_for(|live| live.session.status() == status);
        match tokio::time::timeout(Duration::from_secs(20), wait).await {
            Ok(Ok(live)) => live.session.clone(),
            _ => panic!(
                "{name} did not become {status:?}: {:?}",
                self.app.store.session(&session.id).await
            ),
        }
    }
}
