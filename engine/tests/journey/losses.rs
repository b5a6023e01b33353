//! Messages whose keeping was interrupted at its worst moments: WhatsApp has been told something, or the
//! conversation has moved on, and the message is nowhere yet. Each must arrive all the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::json;
use titan_engine::{Change, Config, Engine, Event, KeyStore, KeyStoreError, Received};
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::memory::MemoryKeys;
use crate::messages::{Kept, next};
use crate::town::{ANA, BIA, PATIENCE, Session, Town, call};

const CAIO: &str = "+5531977770003";

/// Where the first copy of a received message is lost.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mishap {
    /// The store refuses it.
    Refused,
    /// It is being written when everything ends.
    Unfinished,
}

/// A key store with one mishap ahead, which says what happens.
struct Leaky {
    keys: Arc<MemoryKeys>,
    mishap: Mishap,
    left: AtomicUsize,
    tell: mpsc::UnboundedSender<&'static str>,
}

impl Leaky {
    fn new(mishap: Mishap) -> (Arc<Leaky>, mpsc::UnboundedReceiver<&'static str>) {
        let (tell, told) = mpsc::unbounded_channel();
        let leaky = Leaky {
            keys: Arc::default(),
            mishap,
            left: AtomicUsize::new(0),
            tell,
        };
        (Arc::new(leaky), told)
    }

    /// From now on, the next message meets the mishap.
    fn await_mishap(&self) {
        self.left.store(1, Ordering::SeqCst);
    }

    fn meets(&self, changes: &[Change]) -> bool {
        let is_copy = |change: &Change| {
            matches!(
                change,
                Change::Put {
                    kind: "pending_inbound",
                    ..
                }
            )
        };
        let one_less = |left: usize| left.checked_sub(1);
        let order = Ordering::SeqCst;
        changes.iter().any(is_copy) && self.left.fetch_update(order, order, one_less).is_ok()
    }

    fn say(&self, what: &'static str) {
        // The test may have heard enough.
        let _ = self.tell.send(what);
    }
}

#[async_trait]
impl KeyStore for Leaky {
    async fn get(&self, s: &str, kind: &str, key: &str) -> Result<Option<Vec<u8>>, KeyStoreError> {
        self.keys.get(s, kind, key).await
    }

    async fn list(&self, s: &str, kind: &str) -> Result<Vec<(String, Vec<u8>)>, KeyStoreError> {
        self.keys.list(s, kind).await
    }

    async fn apply(&self, s: &str, changes: Vec<Change>) -> Result<(), KeyStoreError> {
        if self.meets(&changes) {
            self.say("mishap");
            if self.mishap == Mishap::Unfinished {
                std::future::pending::<()>().await;
            }
            return Err(KeyStoreError("busy".into()));
        }
        let moves_on = |change: &Change| {
            matches!(
                change,
                Change::Put {
                    kind: "session",
                    ..
                }
            )
        };
        let moved_on = changes.iter().any(moves_on);
        self.keys.apply(s, changes).await?;
        if moved_on {
            self.say("moved on");
        }
        Ok(())
    }

    async fn wipe(&self, s: &str) -> Result<(), KeyStoreError> {
        self.keys.wipe(s).await
    }
}

async fn until(told: &mut mpsc::UnboundedReceiver<&'static str>, wanted: &str) {
    let waiting = async { while told.recv().await.expect("the store lives") != wanted {} };
    timeout(PATIENCE, waiting).await.expect("in time");
}

impl Town {
    /// A first message comes through; from then on the client takes each one as it comes, and not in batches.
    async fn talk(&self, kept: &mut mpsc::UnboundedReceiver<Received>) {
        let id = self.say(BIA, ANA, "olá").await;
        assert_eq!(next(kept).await.id, id);
        self.acknowledged(&id).await;
    }

    /// Waits until the network says that a message was acknowledged.
    async fn acknowledged(&self, id: &str) {
        let mut tick = tokio::time::interval(Duration::from_millis(20));
        let waiting = async {
            loop {
                tick.tick().await;
                let (_, answer) = call(self.router.clone(), "GET", "/sandbox/history", "").await;
                let entries = answer["data"].as_array().expect("a list");
                let is_it = |entry: &&serde_json::Value| {
                    entry["kind"] == "message_acked" && entry["detail"] == id
                };
                if entries.iter().any(|entry| is_it(&entry)) {
                    return;
                }
            }
        };
        timeout(PATIENCE, waiting)
            .await
            .expect("acknowledged in time");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_could_not_be_written_down_is_asked_for_again() {
    let town = Town::new(1.0).await;
    let (keys, mut told) = Leaky::new(Mishap::Refused);
    let (inbox, mut kept) = Kept::new(0);
    let engine = Engine::new(Config {
        inbox,
        ..town.config(keys.clone())
    });
    let mut session = town.link(Session::open(&engine, "s1")).await;
    town.talk(&mut kept).await;
    keys.await_mishap();
    let id = town.say(BIA, ANA, "anote isto").await;
    until(&mut told, "mishap").await;
    // From here on, the bytes that WhatsApp still has cannot be opened again.
    until(&mut told, "moved on").await;
    town.fault(r#"{"dropNow": true}"#).await;
    session.until(|event| *event == Event::Dropped).await;
    let received = next(&mut kept).await;
    assert_eq!(
        (received.id.as_str(), received.text.as_deref()),
        (id.as_str(), Some("anote isto"))
    );
    town.acknowledged(&id).await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_survives_a_crash_after_the_conversation_has_moved_on() {
    let town = Town::new(1.0).await;
    let caio = json!({ "phoneNumber": CAIO, "pushName": "Caio" }).to_string();
    let (status, answer) = call(town.router.clone(), "POST", "/sandbox/phones", &caio).await;
    assert!(status < 300, "{answer}");
    let (keys, mut told) = Leaky::new(Mishap::Unfinished);
    let (inbox, mut kept) = Kept::new(0);
    let doomed = Engine::new(Config {
        inbox,
        ..town.config(keys.clone())
    });
    // A runtime of its own is a process that can be killed: its tasks end where they stand.
    let process = Runtime::new().expect("a runtime");
    let session = {
        let _inside = process.enter();
        Session::open(&doomed, "s1")
    };
    town.link(session).await;
    town.talk(&mut kept).await;
    keys.await_mishap();
    let id = town.say(BIA, ANA, "primeiro").await;
    until(&mut told, "mishap").await;
    // Somebody else's message has the client save all conversations, Bia's too.
    town.say(CAIO, ANA, "segundo").await;
    assert_eq!(next(&mut kept).await.text.as_deref(), Some("segundo"));
    until(&mut told, "moved on").await;
    spawn_blocking(|| process.shutdown_timeout(Duration::from_secs(10)))
        .await
        .expect("killed");

    let (inbox, mut kept) = Kept::new(0);
    let engine = Engine::new(Config {
        inbox,
        ..town.config(keys.keys.clone())
    });
    let session = Session::open(&engine, "s1");
    let received = loop {
        let received = next(&mut kept).await;
        if received.id == id {
            break received;
        }
    };
    assert_eq!(received.text.as_deref(), Some("primeiro"));
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_request_for_another_copy_got_lost_is_asked_for_again() {
    let town = Town::new(1.0).await;
    let keys: Arc<MemoryKeys> = Arc::default();
    let (inbox, mut kept) = Kept::new(0);
    let engine = Engine::new(Config {
        inbox,
        ..town.config(keys.clone())
    });
    let session = town.link(Session::open(&engine, "s1")).await;
    town.say(BIA, ANA, "um").await;
    next(&mut kept).await;
    session.line.stop().await;
    for kind in ["session", "prekey"] {
        lose_all(&keys, kind).await;
    }

    town.fault(r#"{"loseRetries": {"times": 1}}"#).await;
    let id = town.say(BIA, ANA, "dois").await;
    let mut session = Session::open(&engine, "s1");
    session.connected().await;
    // The client asks for another copy and lets WhatsApp forget this one; only the second arrives.
    town.acknowledged(&id).await;
    town.fault(r#"{"dropNow": true}"#).await;
    session.until(|event| *event == Event::Dropped).await;
    let received = next(&mut kept).await;
    assert_eq!((received.id, received.text.as_deref()), (id, Some("dois")));
    session.line.stop().await;
}

async fn lose_all(keys: &MemoryKeys, kind: &'static str) {
    let rows = keys.list("s1", kind).await.expect("in memory");
    let lost = rows
        .into_iter()
        .map(|(key, _)| Change::Delete { kind, key });
    keys.apply("s1", lost.collect()).await.expect("in memory");
}
