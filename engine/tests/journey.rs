//! Sessions against the sandbox, with the real client and the real protocol over a real socket.
//!
//! Run with `--features sandbox`; without it WhatsApp is the only network.

#![cfg(feature = "sandbox")]

#[path = "journey/app_state.rs"]
mod app_state;
#[path = "journey/crash.rs"]
mod crash;
#[path = "journey/failures.rs"]
mod failures;
#[path = "journey/history.rs"]
mod history;
#[path = "journey/keys.rs"]
mod keys;
#[path = "support/memory.rs"]
mod memory;
#[path = "journey/messages.rs"]
mod messages;
#[path = "journey/missing_messages.rs"]
mod missing_messages;
#[path = "journey/old_keys.rs"]
mod old_keys;
#[path = "journey/outages.rs"]
mod outages;
#[path = "journey/phone_codes.rs"]
mod phone_codes;
#[path = "journey/phone_signs.rs"]
mod phone_signs;
#[path = "journey/presence.rs"]
mod presence;
#[path = "journey/proxies.rs"]
mod proxies;
#[path = "journey/requests.rs"]
mod requests;
#[path = "journey/sending.rs"]
mod sending;
#[path = "journey/test_sandbox.rs"]
mod test_sandbox;
#[path = "journey/test_session.rs"]
mod test_session;
#[path = "journey/unavailable_messages.rs"]
mod unavailable_messages;
#[path = "journey/versions.rs"]
mod versions;

use std::sync::Arc;
use std::time::Duration;

use keys::ObservedKeys;
use memory::MemoryKeys;
use test_sandbox::{ANA, BIA, Session, TestSandbox};
use titan_engine::{Account, Config, Engine, Event, LogOut, Platform};

fn ana() -> Account {
    Account {
        phone_number: ANA.into(),
        lid: String::new(),
        push_name: Some("Ana Souza".into()),
        business_name: None,
        platform: Platform::Consumer,
    }
}

/// Compares two accounts except for the privacy address, which the sandbox generates.
fn assert_account(account: &Account, expected: &Account) {
    assert!(account.lid.ends_with("@lid"), "a privacy address");
    let expected = Account {
        lid: account.lid.clone(),
        ..expected.clone()
    };
    let names = (&account.push_name, &expected.push_name);
    assert_eq!(account, &expected, "{names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_links_and_connects_with_the_push_name() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    let (code, lasts) = session.code().await;
    assert!(lasts > Duration::from_secs(59) && lasts <= Duration::from_secs(60));
    sandbox.scan(ANA, &code).await;
    let linked = session.linked().await;
    assert_eq!(
        (linked.phone_number.as_str(), linked.push_name),
        (ANA, None)
    );
    assert_account(&session.connected().await, &ana());
    session.line.stop().await;
    session.ends_with(&[Event::Closed]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_business_account_keeps_its_name_after_a_restart() {
    let sandbox = TestSandbox::new(1.0).await;
    let keys = Arc::new(MemoryKeys::new());
    let mut session = sandbox.session("s1", keys.clone());
    let (code, _) = session.code().await;
    sandbox.scan(BIA, &code).await;
    let linked = session.linked().await;
    assert_eq!(linked.platform, Platform::Business);
    assert_eq!(linked.business_name.as_deref(), Some("Padaria Pão Doce"));
    session.connected().await;
    session.line.stop().await;

    let mut again = sandbox.session("s1", keys);
    let account = again.connected().await;
    assert_eq!(account.platform, Platform::Business);
    assert_eq!(account.business_name.as_deref(), Some("Padaria Pão Doce"));
    again.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn exhausted_codes_are_renewed_and_can_be_scanned() {
    let sandbox = TestSandbox::new(60.0).await;
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    let mut codes = Vec::new();
    loop {
        match session.next().await {
            Event::Qr { code, lasts } => {
                assert!(lasts <= Duration::from_secs(1), "scaled");
                codes.push(code);
            }
            Event::QrExhausted => break,
            other => panic!("unexpected {other:?}"),
        }
    }
    assert_eq!(codes.len(), 6);
    session.line.renew();
    let (code, _) = session.code().await;
    assert!(!codes.iter().any(|old| old.as_str() == code));
    sandbox.scan(ANA, &code).await;
    assert_eq!(session.linked().await.phone_number, ANA);
    session.connected().await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_stops_before_its_link_has_written_nothing() {
    let sandbox = TestSandbox::new(1.0).await;
    let keys = Arc::new(ObservedKeys::default());
    let mut session = sandbox.session("s1", keys.clone());
    session.code().await;
    session.line.stop().await;
    session.ends_with(&[Event::Closed]).await;
    assert_eq!(keys.writes(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_without_codes_can_be_stopped() {
    let sandbox = TestSandbox::new(60.0).await;
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    session.until(|event| *event == Event::QrExhausted).await;
    session.line.stop().await;
    session.ends_with(&[Event::Closed]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_with_the_same_keys_needs_no_scan() {
    let sandbox = TestSandbox::new(1.0).await;
    let keys = Arc::new(MemoryKeys::new());
    let mut session = sandbox.linked("s1", keys.clone()).await;
    session.line.stop().await;
    session.ends_with(&[Event::Closed]).await;

    let mut again = sandbox.session("s1", keys);
    let Event::Connected(account) = again.next().await else {
        panic!("a linked session logs in and shows no code");
    };
    assert_account(&account, &ana());
    again.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_the_phone_unlinks_is_logged_out_once() {
    let sandbox = TestSandbox::new(1.0).await;
    let keys = Arc::new(MemoryKeys::new());
    let mut session = sandbox.linked("s1", keys.clone()).await;
    sandbox.unlink(ANA).await;
    let rest = session.rest().await;
    let log_outs = rest.iter().filter(|event| is_logged_out(event)).count();
    assert_eq!(log_outs, 1, "{rest:?}");
    assert_eq!(rest.last(), Some(&Event::Closed));

    sandbox
        .engine(keys.clone())
        .forget("s1")
        .await
        .expect("wiped");
    let mut fresh = sandbox.session("s1", keys);
    fresh.code().await;
    fresh.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_out_removes_the_link_at_the_phone() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = sandbox.linked("s1", Arc::new(MemoryKeys::new())).await;
    assert_eq!(sandbox.devices(ANA).await, 1);
    assert_eq!(session.line.log_out().await, LogOut::Removed);
    let reason = "requested".to_owned();
    session
        .ends_with(&[Event::LoggedOut { reason }, Event::Closed])
        .await;
    assert_eq!(sandbox.devices(ANA).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_is_restored() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = sandbox.linked("s1", Arc::new(MemoryKeys::new())).await;
    sandbox.fault(r#"{"dropNow": true}"#).await;
    session.until(|event| *event == Event::Dropped).await;
    assert_account(&session.connected().await, &ana());
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_sessions_of_one_engine_connect_in_turns() {
    let sandbox = TestSandbox::new(1.0).await;
    let engine = Engine::new(Config {
        connecting_at_once: 2,
        ..sandbox.config(Arc::new(MemoryKeys::new()))
    });
    let mut sessions: Vec<Session> = (0..20)
        .map(|n| Session::open(&engine, &format!("s{n}")))
        .collect();
    let mut codes = std::collections::HashSet::new();
    for session in &mut sessions {
        codes.insert(session.code().await.0);
    }
    assert_eq!(codes.len(), sessions.len());
    for session in &sessions {
        session.line.stop().await;
    }
}

fn is_logged_out(event: &Event) -> bool {
    matches!(event, Event::LoggedOut { .. })
}
