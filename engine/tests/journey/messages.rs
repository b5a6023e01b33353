//! Messages in both directions, encrypted for real.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Value, json};
use titan_engine::{Config, Engine, Inbox, InboxError, NotSent, Outgoing, Quoted, Received};
use tokio::runtime::Runtime;
use tokio::sync::{Mutex, mpsc};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::memory::MemoryKeys;
use crate::town::{ANA, BIA, PATIENCE, Session, Town, call};

impl Town {
    /// Has a phone write to an account, and says the message's id.
    pub async fn say(&self, from: &str, to: &str, text: &str) -> String {
        let path = format!("/sandbox/phones/{from}/send");
        let body = json!({ "text": text, "to": to }).to_string();
        let (status, answer) = call(self.router.clone(), "POST", &path, &body).await;
        assert_eq!(status, 200, "{answer}");
        answer["data"]["id"].as_str().expect("an id").to_owned()
    }

    /// What a phone has received, as soon as there are so many.
    async fn inbox(&self, phone: &str, count: usize) -> Vec<Value> {
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
        timeout(PATIENCE, waiting).await.expect("received in time")
    }
}

/// Keeps each message once and tells of it; refuses as often as it is told to.
pub struct Kept {
    refusals: AtomicUsize,
    tried: AtomicUsize,
    kept: Mutex<HashMap<String, Received>>,
    tell: mpsc::UnboundedSender<Received>,
}

impl Kept {
    pub fn new(refusals: usize) -> (Arc<Kept>, mpsc::UnboundedReceiver<Received>) {
        let (tell, told) = mpsc::unbounded_channel();
        let inbox = Kept {
            refusals: AtomicUsize::new(refusals),
            tried: AtomicUsize::new(0),
            kept: Mutex::default(),
            tell,
        };
        (Arc::new(inbox), told)
    }
}

#[async_trait]
impl Inbox for Kept {
    async fn keep(&self, _session: &str, message: Received) -> Result<(), InboxError> {
        self.tried.fetch_add(1, Ordering::Relaxed);
        let refuse = |left: usize| left.checked_sub(1);
        let left = self
            .refusals
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, refuse);
        if left.is_ok() {
            return Err(InboxError("full".into()));
        }
        let mut kept = self.kept.lock().await;
        if kept.insert(message.id.clone(), message.clone()).is_none() {
            self.tell.send(message).expect("the test listens");
        }
        Ok(())
    }
}

pub async fn next(told: &mut mpsc::UnboundedReceiver<Received>) -> Received {
    let message = timeout(PATIENCE, told.recv()).await.expect("in time");
    message.expect("the inbox lives")
}

fn engine(town: &Town, keys: &Arc<MemoryKeys>, inbox: Arc<Kept>) -> Engine {
    Engine::new(Config {
        inbox,
        ..town.config(keys.clone())
    })
}

fn to(phone: &str, text: &str) -> Outgoing {
    Outgoing {
        chat: format!("{}@s.whatsapp.net", phone.trim_start_matches('+')),
        text: text.into(),
        quoted: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_received_and_answered() {
    let town = Town::new(1.0).await;
    let (inbox, mut told) = Kept::new(0);
    let engine = engine(&town, &Arc::default(), inbox);
    let session = town.link(Session::open(&engine, "s1")).await;
    let id = town.say(BIA, ANA, "Vocês abrem hoje?").await;
    let received = next(&mut told).await;
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
    let sent = session.line.send_text(answer).await.expect("sent");
    let at_bia = town.inbox(BIA, 1).await;
    assert_eq!(at_bia[0]["id"], sent.id.as_str());
    assert_eq!(at_bia[0]["text"], "Até as 18h.");
    assert_eq!(at_bia[0]["quotedId"], id.as_str());
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_while_nobody_listened_comes_at_the_next_login() {
    let town = Town::new(1.0).await;
    let (inbox, mut told) = Kept::new(0);
    let keys = Arc::default();
    let engine = engine(&town, &keys, inbox);
    let session = town.link(Session::open(&engine, "s1")).await;
    session.line.stop().await;
    for text in ["um", "dois", "três"] {
        town.say(BIA, ANA, text).await;
    }
    let session = Session::open(&engine, "s1");
    for text in ["um", "dois", "três"] {
        assert_eq!(next(&mut told).await.text.as_deref(), Some(text));
    }
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_not_kept_comes_again() {
    let town = Town::new(1.0).await;
    // More refusals than tries: the message has to come from the network once more.
    let (inbox, mut told) = Kept::new(5);
    let engine = engine(&town, &Arc::default(), inbox.clone());
    let session = town.link(Session::open(&engine, "s1")).await;
    let id = town.say(BIA, ANA, "de novo").await;
    assert_eq!(next(&mut told).await.id, id);
    assert!(inbox.tried.load(Ordering::Relaxed) >= 6);
    session.line.stop().await;
}

/// Never done with the first message.
struct Stuck(mpsc::UnboundedSender<Received>);

#[async_trait]
impl Inbox for Stuck {
    async fn keep(&self, _session: &str, message: Received) -> Result<(), InboxError> {
        self.0.send(message).expect("the test listens");
        std::future::pending().await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_survives_a_crash_before_it_is_kept() {
    let town = Town::new(1.0).await;
    let keys: Arc<MemoryKeys> = Arc::default();
    let (tell, mut stuck) = mpsc::unbounded_channel();
    let doomed = Engine::new(Config {
        inbox: Arc::new(Stuck(tell)),
        ..town.config(keys.clone())
    });
    // A runtime of its own is a process that can be killed: its tasks end where they stand.
    let process = Runtime::new().expect("a runtime");
    let session = {
        let _inside = process.enter();
        Session::open(&doomed, "s1")
    };
    town.link(session).await;
    let id = town.say(BIA, ANA, "ainda aí?").await;
    assert_eq!(next(&mut stuck).await.id, id);
    spawn_blocking(|| process.shutdown_timeout(Duration::from_secs(10)))
        .await
        .expect("killed");

    let (inbox, mut told) = Kept::new(0);
    let session = Session::open(&engine(&town, &keys, inbox), "s1");
    let received = next(&mut told).await;
    assert_eq!(
        (received.id, received.text.as_deref()),
        (id, Some("ainda aí?"))
    );
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_without_a_login_or_an_address() {
    let town = Town::new(1.0).await;
    let mut session = town.session("s1", Arc::new(MemoryKeys::new()));
    session.code().await;
    let sent = session.line.send_text(to(BIA, "oi")).await;
    assert_eq!(sent, Err(NotSent::NotConnected));
    let nowhere = Outgoing {
        chat: "Bia".into(),
        ..to(BIA, "oi")
    };
    assert_eq!(session.line.send_text(nowhere).await, Err(NotSent::BadChat));
    session.line.stop().await;
    let sent = session.line.send_text(to(BIA, "oi")).await;
    assert_eq!(sent, Err(NotSent::NotConnected));
}
