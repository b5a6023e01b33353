//! Messages that reach linked devices without their content, like the first one that somebody writes from an advert.
//! Only the phone has it, and sends it on request.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::json;
use titan_engine::{Config, Engine, Inbox, InboxError, Received};
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio::time::{interval, timeout};

use crate::memory::MemoryKeys;
use crate::messages::{RecordingInbox, next};
use crate::test_sandbox::{ANA, BIA, Session, TIMEOUT, TestSandbox, call};

/// Sends every message that it stores to the test, also a second time.
struct RepeatingInbox(mpsc::UnboundedSender<Received>);

#[async_trait]
impl Inbox for RepeatingInbox {
    async fn store(&self, _session: &str, message: Received) -> Result<(), InboxError> {
        // A test that has ended needs no messages.
        let _ = self.0.send(message);
        Ok(())
    }
}

impl TestSandbox {
    /// Sends a text of which linked devices get no content, and returns the message's id.
    async fn send_unavailable(&self, text: &str) -> String {
        let path = format!("/sandbox/phones/{BIA}/send");
        let body = json!({ "text": text, "to": ANA, "unavailable": true });
        let (status, answer) = call(self.router.clone(), "POST", &path, &body.to_string()).await;
        assert_eq!(status, 200, "{answer}");
        answer["data"]["id"].as_str().expect("an id").to_owned()
    }

    /// Waits until a message was requested from the phone so often.
    async fn requested(&self, id: &str, times: usize) {
        self.happened("resend_requested", id, times).await;
    }

    async fn happened(&self, kind: &str, id: &str, times: usize) {
        let mut tick = interval(Duration::from_millis(20));
        let waiting = async {
            loop {
                tick.tick().await;
                let (_, history) = call(self.router.clone(), "GET", "/sandbox/history", "").await;
                let entries = history["data"].as_array().expect("a list").iter();
                let is_it =
                    |entry: &&serde_json::Value| entry["kind"] == kind && entry["detail"] == id;
                if entries.filter(is_it).count() >= times {
                    return;
                }
            }
        };
        timeout(TIMEOUT, waiting).await.expect("in time");
    }

    fn engine_with(&self, keys: &Arc<MemoryKeys>, inbox: Arc<dyn Inbox>) -> Engine {
        Engine::new(Config {
            inbox,
            ..self.config(keys.clone())
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_only_the_phone_has_is_received() {
    let sandbox = TestSandbox::new(1.0).await;
    let (inbox, mut received) = RecordingInbox::new(0);
    let engine = sandbox.engine_with(&Arc::default(), inbox);
    let session = sandbox.link(Session::open(&engine, "s1")).await;
    for text in ["vi o anúncio", "ainda tem?"] {
        let id = sandbox.send_unavailable(text).await;
        let message = next(&mut received).await;
        assert_eq!(
            (message.id.as_str(), message.text.as_deref()),
            (id.as_str(), Some(text))
        );
        let sender = message.sender.phone_number.as_deref();
        assert_eq!((sender, message.from_me), (Some(BIA), false));
        assert!(message.chat == message.sender);
        assert_eq!(message.push_name.as_deref(), Some("Bia Lima"));
        sandbox.happened("message_acked", &id, 1).await;
    }
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_the_phone_sends_late_is_received() {
    let sandbox = TestSandbox::new(1.0).await;
    let (inbox, mut received) = RecordingInbox::new(0);
    let engine = sandbox.engine_with(&Arc::default(), inbox);
    let session = sandbox.link(Session::open(&engine, "s1")).await;
    sandbox.fault(r#"{"holdResends": true}"#).await;
    let late = sandbox.send_unavailable("vi o anúncio").await;
    sandbox.happened("message_acked", &late, 1).await;
    let later = sandbox.send_text(BIA, ANA, "olá").await;
    assert_eq!(next(&mut received).await.id, later);
    sandbox.fault(r#"{"holdResends": false}"#).await;
    assert_eq!(next(&mut received).await.id, late);
    session.line.stop().await;
}

/// The first process is killed after it has acknowledged the message, and the second requests it too.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_was_requested_before_a_crash_is_received_once() {
    let sandbox = TestSandbox::new(1.0).await;
    let keys: Arc<MemoryKeys> = Arc::default();
    let (inbox, _received) = RecordingInbox::new(0);
    let engine = sandbox.engine_with(&keys, inbox);
    // A separate runtime acts as a process that can be killed: its tasks are aborted.
    let process = Runtime::new().expect("a runtime");
    let session = {
        let _guard = process.enter();
        Session::open(&engine, "s1")
    };
    sandbox.link(session).await;
    sandbox.fault(r#"{"holdResends": true}"#).await;
    let id = sandbox.send_unavailable("vi o anúncio").await;
    sandbox.happened("message_acked", &id, 1).await;
    spawn_blocking(|| process.shutdown_timeout(Duration::from_secs(10)))
        .await
        .expect("killed");

    let (sender, mut received) = mpsc::unbounded_channel();
    let engine = sandbox.engine_with(&keys, Arc::new(RepeatingInbox(sender)));
    let session = Session::open(&engine, "s1");
    sandbox.requested(&id, 2).await;
    sandbox.fault(r#"{"holdResends": false}"#).await;
    assert_eq!(next(&mut received).await.id, id);
    // The second copy has arrived before this message.
    let last = sandbox.send_text(BIA, ANA, "olá").await;
    assert_eq!(next(&mut received).await.id, last);
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_could_not_be_stored_is_not_acknowledged() {
    /// One more than the attempts for one delivery.
    const FAILURES: usize = 5;
    let sandbox = TestSandbox::new(1.0).await;
    let (inbox, mut received) = RecordingInbox::new(FAILURES);
    let engine = sandbox.engine_with(&Arc::default(), inbox);
    let session = sandbox.link(Session::open(&engine, "s1")).await;
    let id = sandbox.send_unavailable("vi o anúncio").await;
    assert_eq!(next(&mut received).await.id, id);
    session.line.stop().await;
}
