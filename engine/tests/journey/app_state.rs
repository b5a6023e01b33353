//! A login whose account settings (app state) cannot be had. They bring the push name, and messages do not need them.

use std::sync::Arc;
use std::time::Duration;

use titan_engine::{Config, Engine, Event, Outgoing};
use tokio::time::{Instant, timeout};

use crate::memory::MemoryKeys;
use crate::messages::{RecordingInbox, next};
use crate::test_sandbox::{ANA, BIA, Session, TestSandbox};

/// How long a login may take, whatever becomes of the settings.
const LOGIN: Duration = Duration::from_secs(15);

async fn a_login_without_settings_sends_and_receives(fault: &str) {
    let sandbox = TestSandbox::new(1.0).await;
    sandbox
        .fault(&format!(r#"{{"failAppState": "{fault}"}}"#))
        .await;
    let (inbox, mut received) = RecordingInbox::new(0);
    let engine = Engine::new(Config {
        inbox,
        ..sandbox.config(Arc::new(MemoryKeys::new()))
    });
    let mut session = Session::open(&engine, "s1");
    let (code, _) = session.code().await;
    sandbox.scan(ANA, &code).await;
    session.linked().await;
    let linked_at = Instant::now();
    let account = session.connected().await;
    assert!(
        linked_at.elapsed() < LOGIN,
        "{fault} {:?}",
        linked_at.elapsed()
    );
    assert_eq!(account.phone_number, ANA);

    let sent = session.line.send_text(Outgoing {
        id: titan_engine::new_message_id(),
        chat: format!("{}@s.whatsapp.net", BIA.trim_start_matches('+')),
        text: "oi".into(),
        quoted: None,
    });
    let sent = timeout(LOGIN, sent).await.expect("sent in time");
    sent.expect("a login without settings sends");
    let id = sandbox.send_text(BIA, ANA, "olá").await;
    assert_eq!(next(&mut received).await.id, id);
    session.line.stop().await;
    session.ends_with(&[Event::Closed]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_are_refused_hold_nothing_back() {
    a_login_without_settings_sends_and_receives("retryable").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_do_not_come_hold_nothing_back() {
    a_login_without_settings_sends_and_receives("noAnswer").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_without_their_key_hold_nothing_back() {
    a_login_without_settings_sends_and_receives("noKey").await;
}
