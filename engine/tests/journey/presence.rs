//! Whether a session tells WhatsApp that somebody uses it, which silences the owner's phone.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use titan_engine::{Event, Presence};
use tokio::time::{interval, timeout};

use crate::memory::MemoryKeys;
use crate::test_sandbox::{ANA, BIA, Session, TIMEOUT, TestSandbox, call};

impl TestSandbox {
    /// What the devices of a phone have reported so far, the first report first.
    async fn reports(&self, phone: &str) -> Vec<String> {
        let (_, history) = call(self.router.clone(), "GET", "/sandbox/history", "").await;
        let entries = history["data"].as_array().expect("a list").iter();
        entries
            .filter(|entry| entry["kind"] == "presence" && entry["phoneNumber"] == phone)
            .map(|entry| entry["detail"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Waits until a phone's devices have made this many reports.
    async fn reported(&self, phone: &str, count: usize) -> Vec<String> {
        let mut tick = interval(Duration::from_millis(20));
        let waiting = async {
            loop {
                tick.tick().await;
                let reports = self.reports(phone).await;
                if reports.len() >= count {
                    return reports;
                }
            }
        };
        timeout(TIMEOUT, waiting).await.expect("reported in time")
    }

    async fn phone(&self, number: &str) -> Value {
        let (_, phones) = call(self.router.clone(), "GET", "/sandbox/phones", "").await;
        let mut phones = phones["data"].as_array().expect("a list").iter();
        let phone = phones.find(|phone| phone["phoneNumber"] == number);
        phone.expect("the phone").clone()
    }

    /// Waits until a phone rings, or is silent.
    async fn until_rings(&self, phone: &str, rings: bool) {
        let mut tick = interval(Duration::from_millis(20));
        let waiting = async {
            while self.phone(phone).await["rings"] != rings {
                tick.tick().await;
            }
        };
        timeout(TIMEOUT, waiting).await.expect("the phone notices");
    }

    async fn rename(&self, number: &str, name: &str) {
        let path = format!("/sandbox/phones/{number}/rename");
        let body = json!({ "pushName": name }).to_string();
        let (status, answer) = call(self.router.clone(), "POST", &path, &body).await;
        assert_eq!(status, 200, "{answer}");
    }
}

const RECONNECTS: usize = 3;

async fn linked_to(sandbox: &TestSandbox, phone: &str) -> Session {
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    let (code, _) = session.code().await;
    sandbox.scan(phone, &code).await;
    session.linked().await;
    session.connected().await;
    session
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_never_silences_its_phone() {
    for (phone, name) in [(ANA, "Ana"), (BIA, "Bia")] {
        let sandbox = TestSandbox::new(1.0).await;
        let mut session = linked_to(&sandbox, phone).await;
        let mut after_reconnect = sandbox.reported(phone, 1).await.len();
        // At the first one, the client may still have settings to fetch, and then it reports nothing by itself.
        for _ in 0..RECONNECTS {
            sandbox.fault(r#"{"dropNow": true}"#).await;
            session.until(|event| *event == Event::Dropped).await;
            session.connected().await;
            after_reconnect = sandbox.reported(phone, after_reconnect + 1).await.len();
        }

        sandbox.rename(phone, name).await;
        session
            .until(|event| *event == Event::PushName(name.to_owned()))
            .await;
        let reports = sandbox.reported(phone, after_reconnect + 1).await;
        let is_unavailable = |report: &String| report == "unavailable";
        assert!(reports.iter().all(is_unavailable), "{phone} {reports:?}");
        assert_eq!(sandbox.phone(phone).await["rings"], true);
        session.line.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_available_while_its_embedder_wants_it() {
    let sandbox = TestSandbox::new(1.0).await;
    let keys = Arc::new(MemoryKeys::new());
    let mut session = sandbox.linked("s1", keys.clone()).await;
    sandbox.reported(ANA, 1).await;
    session.line.set_presence(Presence::Available);
    sandbox.until_rings(ANA, false).await;
    let phone = sandbox.phone(ANA).await;
    assert_eq!(phone["devices"][0]["presence"], "available");

    sandbox.fault(r#"{"dropNow": true}"#).await;
    session.until(|event| *event == Event::Dropped).await;
    session.connected().await;
    sandbox.until_rings(ANA, false).await;

    session.line.set_presence(Presence::Unavailable);
    sandbox.until_rings(ANA, true).await;
    session.line.stop().await;

    let mut again = sandbox.session("s1", keys);
    again.connected().await;
    assert_eq!(sandbox.phone(ANA).await["rings"], true);
    again.line.stop().await;
}
