//! Messages in both directions, with real encryption.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Value, json};
use titan_engine::{
    Config, Engine, Inbox, InboxError, Outgoing, Quoted, Received, SendTextError, Sent,
    new_message_id,
};
use tokio::runtime::Runtime;
use tokio::sync::{Mutex, mpsc};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::memory::MemoryKeys;
use crate::test_sandbox::{ANA, BIA, Session, TIMEOUT, TestSandbox, call};

impl TestSandbox {
    /// Sends a text from a phone, and returns the message's id.
    pub async fn send_text(&self, from: &str, to: &str, text: &str) -> String {
        let path = format!("/sandbox/phones/{from}/send");
        let body = json!({ "text": text, "to": to }).to_string();
        let (status, answer) = call(self.router.clone(), "POST", &path, &body).await;
        assert_eq!(status, 200, "{answer}");
        answer["data"]["id"].as_str().expect("an id").to_owned()
    }

    /// Waits until the network has recorded this about a message.
    pub async fn recorded(&self, kind: &str, id: &str) {
        let mut tick = tokio::time::interval(Duration::from_millis(20));
        let waiting = async {
            loop {
                tick.tick().await;
                let path = "/sandbox/history";
                let (_, answer) = call(self.router.clone(), "GET", path, "").await;
                let entries = answer["data"].as_array().expect("a list");
                let mut entries = entries.iter();
                if entries.any(|entry| entry["kind"] == kind && entry["detail"] == id) {
                    return;
                }
            }
        };
        timeout(TIMEOUT, waiting).await.expect("recorded in time");
    }

    /// The messages that a phone has received, as soon as there are `count`.
    pub async fn inbox(&self, phone: &str, count: usize) -> Vec<Value> {
        let path = format!("/sandbox/phones/{phone}/inbox");
        let mut tick = tokio::time::interval(Duration::from_millis(20));
        let waiting = async {
            loop {
                tick.tick().await;
                let (_, answer) = call(self.router.clone(), "GET", &path, "").await;
                let received = answer["data"].as_array().expect("a list").clone();
                if received.len() >= count {
                    return received;
                }
            }
        };
        timeout(TIMEOUT, waiting).await.expect("received in time")
    }
}

/// Stores each message once and sends it to the test. The first calls fail.
pub struct RecordingInbox {
    failures_left: AtomicUsize,
    calls: AtomicUsize,
    stored: Mutex<HashMap<String, Received>>,
    messages: mpsc::UnboundedSender<Received>,
}

impl RecordingInbox {
    pub fn new(failures: usize) -> (Arc<RecordingInbox>, mpsc::UnboundedReceiver<Received>) {
        let (sender, messages) = mpsc::unbounded_channel();
        let inbox = RecordingInbox {
            failures_left: AtomicUsize::new(failures),
            calls: AtomicUsize::new(0),
            stored: Mutex::default(),
            messages: sender,
        };
        (Arc::new(inbox), messages)
    }
}

#[async_trait]
impl Inbox for RecordingInbox {
    async fn store(&self, _session: &str, message: Received) -> Result<(), InboxError> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let one_less = |left: usize| left.checked_sub(1);
        let order = Ordering::Relaxed;
        let failure = self.failures_left.fetch_update(order, order, one_less);
        if failure.is_ok() {
            return Err(InboxError("full".into()));
        }
        let mut stored = self.stored.lock().await;
        let earlier = stored.insert(message.id.clone(), message.clone());
        if earlier.is_none() {
            self.messages.send(message).expect("the test listens");
        }
        Ok(())
    }
}

pub async fn next(messages: &mut mpsc::UnboundedReceiver<Received>) -> Received {
    let message = timeout(TIMEOUT, messages.recv()).await.expect("in time");
    message.expect("the inbox exists")
}

fn engine(sandbox: &TestSandbox, keys: &Arc<MemoryKeys>, inbox: Arc<RecordingInbox>) -> Engine {
    Engine::new(Config {
        inbox,
        ..sandbox.config(keys.clone())
    })
}

pub fn to(phone: &str, text: &str) -> Outgoing {
    Outgoing {
        id: new_message_id(),
        chat: format!("{}@s.whatsapp.net", phone.trim_start_matches('+')),
        text: text.into(),
        quoted: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_received_and_replied_to() {
    let sandbox = TestSandbox::new(1.0).await;
    let (inbox, mut messages) = RecordingInbox::new(0);
    let engine = engine(&sandbox, &Arc::default(), inbox);
    let session = sandbox.link(Session::open(&engine, "s1")).await;
    let id = sandbox.send_text(BIA, ANA, "Vocês abrem hoje?").await;
    let received = next(&mut messages).await;
    assert_eq!(received.id, id);
    assert_eq!((received.kind, received.from_me), ("text", false));
    assert_eq!(received.text.as_deref(), Some("Vocês abrem hoje?"));
    assert_eq!(received.sender.phone_number.as_deref(), Some(BIA));
    assert_eq!(received.chat.phone_number.as_deref(), Some(BIA));
    assert!(received.group.is_none() && received.at_seconds > 1_700_000_000);

    let answer = Outgoing {
        quoted: Some(Quoted {
            id: id.clone(),
            sender: None,
            text: received.text,
        }),
        ..to(BIA, "Até as 18h.")
    };
    let answer_id = answer.id.clone();
    let sent = session.line.send_text(answer).await.expect("sent");
    assert!(matches!(sent, Sent::Acknowledged { .. }));
    let at_bia = sandbox.inbox(BIA, 1).await;
    assert_eq!(at_bia[0]["id"], answer_id.as_str());
    assert_eq!(at_bia[0]["text"], "Até as 18h.");
    assert_eq!(at_bia[0]["quotedId"], id.as_str());
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_sent_while_the_session_was_stopped_arrive_at_the_next_login() {
    let sandbox = TestSandbox::new(1.0).await;
    let (inbox, mut messages) = RecordingInbox::new(0);
    let keys = Arc::default();
    let engine = engine(&sandbox, &keys, inbox);
    let session = sandbox.link(Session::open(&engine, "s1")).await;
    session.line.stop().await;
    for text in ["um", "dois", "três"] {
        sandbox.send_text(BIA, ANA, text).await;
    }
    let session = Session::open(&engine, "s1");
    for text in ["um", "dois", "três"] {
        assert_eq!(next(&mut messages).await.text.as_deref(), Some(text));
    }
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_not_stored_is_delivered_again() {
    let sandbox = TestSandbox::new(1.0).await;
    // The engine tries four times, so WhatsApp has to deliver the message again.
    let (inbox, mut messages) = RecordingInbox::new(5);
    let engine = engine(&sandbox, &Arc::default(), inbox.clone());
    let session = sandbox.link(Session::open(&engine, "s1")).await;
    let id = sandbox.send_text(BIA, ANA, "de novo").await;
    assert_eq!(next(&mut messages).await.id, id);
    assert!(inbox.calls.load(Ordering::Relaxed) >= 6);
    session.line.stop().await;
}

/// Never returns.
struct BlockedInbox(mpsc::UnboundedSender<Received>);

#[async_trait]
impl Inbox for BlockedInbox {
    async fn store(&self, _session: &str, message: Received) -> Result<(), InboxError> {
        self.0.send(message).expect("the test listens");
        std::future::pending().await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_survives_a_crash_before_it_is_stored() {
    let sandbox = TestSandbox::new(1.0).await;
    let keys: Arc<MemoryKeys> = Arc::default();
    let (sender, mut blocked) = mpsc::unbounded_channel();
    let first_engine = Engine::new(Config {
        inbox: Arc::new(BlockedInbox(sender)),
        ..sandbox.config(keys.clone())
    });
    // A separate runtime acts as a process that can be killed: its tasks are aborted.
    let process = Runtime::new().expect("a runtime");
    let session = {
        let _guard = process.enter();
        Session::open(&first_engine, "s1")
    };
    sandbox.link(session).await;
    let id = sandbox.send_text(BIA, ANA, "ainda aí?").await;
    assert_eq!(next(&mut blocked).await.id, id);
    spawn_blocking(|| process.shutdown_timeout(Duration::from_secs(10)))
        .await
        .expect("killed");

    let (inbox, mut messages) = RecordingInbox::new(0);
    let session = Session::open(&engine(&sandbox, &keys, inbox), "s1");
    let received = next(&mut messages).await;
    assert_eq!(
        (received.id, received.text.as_deref()),
        (id, Some("ainda aí?"))
    );
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_not_sent_without_a_login_or_a_valid_address() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    session.code().await;
    let sent = session.line.send_text(to(BIA, "oi")).await;
    assert_eq!(sent, Err(SendTextError::NotConnected));
    let nowhere = Outgoing {
        chat: "Bia".into(),
        ..to(BIA, "oi")
    };
    assert_eq!(
        session.line.send_text(nowhere).await,
        Err(SendTextError::BadChat)
    );
    session.line.stop().await;
    let sent = session.line.send_text(to(BIA, "oi")).await;
    assert_eq!(sent, Err(SendTextError::NotConnected));
}
