//! What a linked device takes from its phone's history: the tokens that let it write to people, and nothing else.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use titan_engine::{KeyStore, MessageRefusal, RefusalReason, SendTextError, Sent};
use tokio::runtime::Runtime;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::keys::ObservedKeys;
use crate::memory::MemoryKeys;
use crate::messages::to;
use crate::test_sandbox::{ANA, BIA, TIMEOUT, TestSandbox};

const STRANGER: &str = "+5531977770003";

/// A sandbox in which Bia has written to Ana.
async fn with_a_chat() -> TestSandbox {
    let sandbox = TestSandbox::new(1.0).await;
    sandbox.send_text(BIA, ANA, "Um segredo nosso").await;
    sandbox
}

/// Histories without a salt show what the tokens alone are good for.
async fn without_salt(sandbox: &TestSandbox) {
    sandbox.fault(r#"{"withholdSalts": {"times": 1}}"#).await;
}

#[track_caller]
fn assert_sent(sent: Result<Sent, SendTextError>) {
    assert!(matches!(sent, Ok(Sent::Acknowledged { .. })), "{sent:?}");
}

#[track_caller]
fn assert_no_token(sent: Result<Sent, SendTextError>) {
    let refusal = MessageRefusal {
        reason: RefusalReason::NoPrivacyToken,
        code: Some("463".into()),
        until: None,
    };
    assert_eq!(sent, Err(SendTextError::Refused(refusal)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_to_a_chat_from_before_the_link_goes_through() {
    let sandbox = with_a_chat().await;
    sandbox.add_phone(STRANGER).await;
    without_salt(&sandbox).await;
    let session = sandbox.linked("s1", Arc::new(MemoryKeys::new())).await;
    assert_sent(session.line.send_text(to(BIA, "oi")).await);
    assert_no_token(session.line.send_text(to(STRANGER, "oi")).await);
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_salt_a_message_to_a_stranger_goes_through() {
    let sandbox = TestSandbox::new(1.0).await;
    let session = sandbox.linked("s1", Arc::new(MemoryKeys::new())).await;
    assert_sent(session.line.send_text(to(BIA, "oi")).await);
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_history_a_message_is_refused() {
    let sandbox = with_a_chat().await;
    let fault = json!({"withholdHistories": {"times": 1}});
    sandbox.fault(&fault.to_string()).await;
    let session = sandbox.linked("s1", Arc::new(MemoryKeys::new())).await;
    assert_no_token(session.line.send_text(to(BIA, "oi")).await);
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_used_right_after_a_restart() {
    let sandbox = with_a_chat().await;
    without_salt(&sandbox).await;
    let keys: Arc<MemoryKeys> = Arc::default();
    let session = sandbox.linked("s1", keys.clone()).await;
    assert_sent(session.line.send_text(to(BIA, "um")).await);
    session.line.stop().await;
    let mut session = sandbox.session("s1", keys);
    session.connected().await;
    assert_sent(session.line.send_text(to(BIA, "dois")).await);
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_message_of_the_history_is_stored() {
    let sandbox = with_a_chat().await;
    let keys = Arc::new(ObservedKeys::default());
    let session = sandbox.linked("s1", keys.clone()).await;
    taken(&keys).await;
    session.line.stop().await;
    for text in ["segredo", "Bia Lima"] {
        assert!(!keys.has_written(text.as_bytes()), "{text}");
    }
    assert!(keys.has_written(b"Ana Souza"), "the account's own name");
}

async fn taken(keys: &ObservedKeys) {
    let mut tick = tokio::time::interval(Duration::from_millis(20));
    let waiting = async {
        loop {
            tick.tick().await;
            let left = keys.list("s1", "history").await.expect("in memory");
            let tokens = keys.list("s1", "tc_token").await.expect("in memory");
            if left.is_empty() && !tokens.is_empty() {
                return;
            }
        }
    };
    timeout(TIMEOUT, waiting).await.expect("taken in time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_survives_a_crash_before_it_is_processed() {
    let sandbox = with_a_chat().await;
    without_salt(&sandbox).await;
    let keys = Arc::new(ObservedKeys::default());
    let gate = keys.block_writes("tc_token");
    // A separate runtime acts as a process that can be killed: its tasks are aborted.
    let process = Runtime::new().expect("a runtime");
    let mut session = {
        let _guard = process.enter();
        sandbox.session("s1", keys.clone())
    };
    let (code, _) = session.code().await;
    sandbox.scan(ANA, &code).await;
    gate.reached().await;
    spawn_blocking(|| process.shutdown_timeout(Duration::from_secs(10)))
        .await
        .expect("killed");
    gate.open();

    // The phone does not send it again.
    let fault = json!({"withholdHistories": {"times": 1}});
    sandbox.fault(&fault.to_string()).await;
    let mut session = sandbox.session("s1", keys.clone());
    session.connected().await;
    taken(&keys).await;
    assert_sent(session.line.send_text(to(BIA, "oi")).await);
    session.line.stop().await;
}
