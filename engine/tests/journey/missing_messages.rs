//! Messages that were not stored because of a failure, after WhatsApp got an acknowledgement or the keys of the
//! conversation changed. They must arrive all the same.

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
use crate::messages::{RecordingInbox, next};
use crate::test_sandbox::{ANA, BIA, Session, TIMEOUT, TestSandbox, call};

const CAIO: &str = "+5531977770003";

/// How the write of a received message fails.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// With an error.
    Rejected,
    /// It never ends.
    Stalled,
}

/// What a [`FaultyKeys`] reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Write {
    /// The write of a message has failed.
    Failed,
    /// The keys of a conversation are stored.
    Session,
}

/// A key store that fails once, and reports what it writes.
struct FaultyKeys {
    keys: Arc<MemoryKeys>,
    fault: Fault,
    faults_left: AtomicUsize,
    writes: mpsc::UnboundedSender<Write>,
}

impl FaultyKeys {
    fn new(fault: Fault) -> (Arc<FaultyKeys>, mpsc::UnboundedReceiver<Write>) {
        let (sender, writes) = mpsc::unbounded_channel();
        let keys = FaultyKeys {
            keys: Arc::default(),
            fault,
            faults_left: AtomicUsize::new(0),
            writes: sender,
        };
        (Arc::new(keys), writes)
    }

    /// The write of the next message fails.
    fn fail_next(&self) {
        self.faults_left.store(1, Ordering::SeqCst);
    }

    fn takes_fault(&self, changes: &[Change]) -> bool {
        let one_less = |left: usize| left.checked_sub(1);
        let order = Ordering::SeqCst;
        has_put(changes, "pending_inbound")
            && self
                .faults_left
                .fetch_update(order, order, one_less)
                .is_ok()
    }

    fn report(&self, write: Write) {
        // The test may have stopped listening.
        let _ = self.writes.send(write);
    }
}

fn has_put(changes: &[Change], wanted: &str) -> bool {
    changes
        .iter()
        .any(|change| matches!(change, Change::Put { kind, .. } if *kind == wanted))
}

#[async_trait]
impl KeyStore for FaultyKeys {
    async fn get(&self, s: &str, kind: &str, key: &str) -> Result<Option<Vec<u8>>, KeyStoreError> {
        self.keys.get(s, kind, key).await
    }

    async fn list(&self, s: &str, kind: &str) -> Result<Vec<(String, Vec<u8>)>, KeyStoreError> {
        self.keys.list(s, kind).await
    }

    async fn apply(&self, s: &str, changes: Vec<Change>) -> Result<(), KeyStoreError> {
        if self.takes_fault(&changes) {
            self.report(Write::Failed);
            if self.fault == Fault::Stalled {
                std::future::pending::<()>().await;
            }
            return Err(KeyStoreError("busy".into()));
        }
        let has_session = has_put(&changes, "session");
        self.keys.apply(s, changes).await?;
        if has_session {
            self.report(Write::Session);
        }
        Ok(())
    }

    async fn wipe(&self, s: &str) -> Result<(), KeyStoreError> {
        self.keys.wipe(s).await
    }
}

async fn until(writes: &mut mpsc::UnboundedReceiver<Write>, wanted: Write) {
    let waiting = async { while writes.recv().await.expect("the store exists") != wanted {} };
    timeout(TIMEOUT, waiting).await.expect("in time");
}

impl TestSandbox {
    /// Delivers a first message. After it, the client processes each message on its own, and not in batches.
    async fn deliver_first(&self, received: &mut mpsc::UnboundedReceiver<Received>) {
        let id = self.send_text(BIA, ANA, "olá").await;
        assert_eq!(next(received).await.id, id);
        self.acknowledged(&id).await;
    }

    /// Waits until the sandbox has the acknowledgement of a message.
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
        timeout(TIMEOUT, waiting)
            .await
            .expect("acknowledged in time");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_could_not_be_stored_is_requested_again() {
    let sandbox = TestSandbox::new(1.0).await;
    let (keys, mut writes) = FaultyKeys::new(Fault::Rejected);
    let (inbox, mut received_messages) = RecordingInbox::new(0);
    let engine = Engine::new(Config {
        inbox,
        ..sandbox.config(keys.clone())
    });
    let mut session = sandbox.link(Session::open(&engine, "s1")).await;
    sandbox.deliver_first(&mut received_messages).await;
    keys.fail_next();
    let id = sandbox.send_text(BIA, ANA, "anote isto").await;
    until(&mut writes, Write::Failed).await;
    // From here on, the bytes that WhatsApp still has cannot be decrypted again.
    until(&mut writes, Write::Session).await;
    sandbox.fault(r#"{"dropNow": true}"#).await;
    session.until(|event| *event == Event::Dropped).await;
    let received = next(&mut received_messages).await;
    assert_eq!(
        (received.id.as_str(), received.text.as_deref()),
        (id.as_str(), Some("anote isto"))
    );
    sandbox.acknowledged(&id).await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_survives_a_crash_after_the_keys_have_changed() {
    let sandbox = TestSandbox::new(1.0).await;
    let caio = json!({ "phoneNumber": CAIO, "pushName": "Caio" }).to_string();
    let (status, answer) = call(sandbox.router.clone(), "POST", "/sandbox/phones", &caio).await;
    assert!(status < 300, "{answer}");
    let (keys, mut writes) = FaultyKeys::new(Fault::Stalled);
    let (inbox, mut received_messages) = RecordingInbox::new(0);
    let first_engine = Engine::new(Config {
        inbox,
        ..sandbox.config(keys.clone())
    });
    // A separate runtime acts as a process that can be killed: its tasks are aborted.
    let process = Runtime::new().expect("a runtime");
    let session = {
        let _guard = process.enter();
        Session::open(&first_engine, "s1")
    };
    sandbox.link(session).await;
    sandbox.deliver_first(&mut received_messages).await;
    keys.fail_next();
    let id = sandbox.send_text(BIA, ANA, "primeiro").await;
    until(&mut writes, Write::Failed).await;
    // A message from another sender makes the client save the keys of all conversations, Bia's too.
    sandbox.send_text(CAIO, ANA, "segundo").await;
    assert_eq!(
        next(&mut received_messages).await.text.as_deref(),
        Some("segundo")
    );
    until(&mut writes, Write::Session).await;
    spawn_blocking(|| process.shutdown_timeout(Duration::from_secs(10)))
        .await
        .expect("killed");

    let (inbox, mut received_messages) = RecordingInbox::new(0);
    let engine = Engine::new(Config {
        inbox,
        ..sandbox.config(keys.keys.clone())
    });
    let session = Session::open(&engine, "s1");
    let received = loop {
        let received = next(&mut received_messages).await;
        if received.id == id {
            break received;
        }
    };
    assert_eq!(received.text.as_deref(), Some("primeiro"));
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_request_for_another_copy_is_repeated() {
    let sandbox = TestSandbox::new(1.0).await;
    let keys: Arc<MemoryKeys> = Arc::default();
    let (inbox, mut received_messages) = RecordingInbox::new(0);
    let engine = Engine::new(Config {
        inbox,
        ..sandbox.config(keys.clone())
    });
    let session = sandbox.link(Session::open(&engine, "s1")).await;
    sandbox.send_text(BIA, ANA, "um").await;
    next(&mut received_messages).await;
    session.line.stop().await;
    for kind in ["session", "prekey"] {
        delete_all(&keys, kind).await;
    }

    sandbox.fault(r#"{"loseRetries": {"times": 1}}"#).await;
    let id = sandbox.send_text(BIA, ANA, "dois").await;
    let mut session = Session::open(&engine, "s1");
    session.connected().await;
    // The client requests another copy, which gets lost, and acknowledges this one.
    sandbox.acknowledged(&id).await;
    sandbox.fault(r#"{"dropNow": true}"#).await;
    session.until(|event| *event == Event::Dropped).await;
    let received = next(&mut received_messages).await;
    assert_eq!((received.id, received.text.as_deref()), (id, Some("dois")));
    session.line.stop().await;
}

async fn delete_all(keys: &MemoryKeys, kind: &'static str) {
    let rows = keys.list("s1", kind).await.expect("in memory");
    let deletions = rows
        .into_iter()
        .map(|(key, _)| Change::Delete { kind, key });
    keys.apply("s1", deletions.collect())
        .await
        .expect("in memory");
}
