//! The sandbox's phones, by number.

use serde_json::json;
use titan_connect::domain::session::{Session, Status};

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

    async fn phone(&self, phone: &str, what: &str, body: serde_json::Value) -> Answer {
        finish(
            reqwest::Client::new()
                .post(format!("{}/sandbox/phones/{phone}/{what}", self.url))
                .json(&body),
        )
        .await
    }

    /// Waits until the session stands where it should, by watching, not by asking again.
    pub async fn settled(&self, name: &str, status: Status) -> Session {
        let session = self
            .app
            .store
            .session_by_name("default", name)
            .await
            .unwrap()
            .unwrap();
        let mut live = titan_connect::sessions::watch::watch(&self.app, &session)
            .await
            .unwrap();
        let wait = live.wait_for(|live| live.session.status == status);
        match tokio::time::timeout(std::time::Duration::from_secs(20), wait).await {
            Ok(Ok(live)) => live.session.clone(),
            _ => panic!(
                "{name} did not become {status:?}: {:?}",
                self.app.store.session(&session.id).await
            ),
        }
    }
}
