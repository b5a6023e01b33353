//! What shows that the account's phone is online.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use titan_engine::Outgoing;
use tokio::time::timeout;

use crate::memory::MemoryKeys;
use crate::test_sandbox::{ANA, BIA, Session, TIMEOUT, TestSandbox, call};

/// A session of Ana's that has heard nothing of her phone yet. What the phone sends at the link, and sends again until
/// it is confirmed, was for an earlier connection.
async fn session(sandbox: &TestSandbox) -> Session {
    let keys = Arc::new(MemoryKeys::new());
    let linked = sandbox.linked("s1", keys.clone()).await;
    timeout(TIMEOUT, synchronised(sandbox))
        .await
        .expect("in time");
    linked.line.stop().await;
    let mut session = sandbox.session("s1", keys);
    session.connected().await;
    session
}

async fn send(session: &Session, text: &str) {
    let message = Outgoing {
        id: titan_engine::new_message_id(),
        chat: format!("{}@s.whatsapp.net", BIA.trim_start_matches('+')),
        text: text.into(),
        quoted: None,
    };
    session.line.send_text(message).await.expect("sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_confirms_what_a_session_has_sent_is_online() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = session(&sandbox).await;
    send(&session, "oi").await;
    assert!(session.phone_seen().await < Duration::from_secs(60));
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_on_which_its_owner_writes_is_online() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = session(&sandbox).await;
    sandbox.send_text(ANA, BIA, "da minha mão").await;
    assert!(session.phone_seen().await < Duration::from_secs(60));
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_write_and_confirm_is_no_sign_of_a_phone_that_is_off() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = session(&sandbox).await;
    let off = json!({ "phoneOff": { "phoneNumber": ANA } });
    sandbox.fault(&off.to_string()).await;
    send(&session, "oi").await;
    sandbox.send_text(BIA, ANA, "olá").await;
    timeout(TIMEOUT, acknowledged(&sandbox))
        .await
        .expect("in time");
    session.line.stop().await;
    assert_eq!(session.signs_until_the_end().await, 0);
}

/// Waits until Ana's device has confirmed what her phone sends at the link.
async fn synchronised(sandbox: &TestSandbox) {
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    loop {
        ticks.tick().await;
        let device = sandbox.device(ANA).await;
        if device["hasSettingsKey"] == true && device["hasHistory"] == true {
            return;
        }
    }
}

/// Waits until the session has acknowledged a message.
async fn acknowledged(sandbox: &TestSandbox) {
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    loop {
        ticks.tick().await;
        let (_, history) = call(sandbox.router.clone(), "GET", "/sandbox/history", "").await;
        if history.to_string().contains("message_acked") {
            return;
        }
    }
}
