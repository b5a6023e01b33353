//! Refusals by the phone or by WhatsApp, and how the session ends.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use titan_engine::{Event, Refusal};
use tokio::time::timeout;

use crate::memory::MemoryKeys;
use crate::test_sandbox::{ANA, TestSandbox, call};

#[tokio::test(flavor = "multi_thread")]
async fn each_refused_login_has_its_event() {
    let cases = [
        (r#"{"reason": 401}"#, "LoggedOut"),
        (r#"{"reason": 402, "expireSeconds": 3600}"#, "Banned"),
        (r#"{"reason": 403}"#, "LoggedOut"),
        (r#"{"reason": 405}"#, "Outdated"),
        (r#"{"reason": 409}"#, "Replaced"),
        (r#"{"reason": 499}"#, "Failed"),
    ];
    for (refusal, expected) in cases {
        let sandbox = TestSandbox::new(1.0).await;
        let keys = Arc::new(MemoryKeys::new());
        let session = sandbox.linked("s1", keys.clone()).await;
        session.line.stop().await;
        sandbox
            .fault(&format!(r#"{{"refuseNextLogin": {refusal}}}"#))
            .await;
        let rest = sandbox.session("s1", keys).rest().await;
        assert_eq!(rest.len(), 2, "{rest:?}");
        assert!(format!("{:?}", rest[0]).starts_with(expected), "{rest:?}");
        assert_eq!(rest[1], Event::Closed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_on_the_cloud_api_has_its_own_refusal() {
    const CARLA: &str = "+5531977770003";
    let sandbox = TestSandbox::new(1.0).await;
    let phone =
        json!({ "phoneNumber": CARLA, "businessName": "Padaria", "coexistence": true }).to_string();
    let (status, answer) = call(sandbox.router.clone(), "POST", "/sandbox/phones", &phone).await;
    assert!((200..300).contains(&status), "{status} {answer}");
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    let (code, _) = session.code().await;
    assert_ne!(sandbox.scan_status(CARLA, &code).await, 200);
    let refused = session
        .until(|it| matches!(it, Event::LinkRefused { .. }))
        .await;
    let refusal = Refusal::Coexistence;
    assert_eq!(refused, Event::LinkRefused { refusal });
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_required_passkey_is_reported() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    let (code, _) = session.code().await;
    sandbox.fault(r#"{"demandPasskey": {"times": 1}}"#).await;
    assert_ne!(sandbox.scan_status(ANA, &code).await, 200);
    session.until(|it| *it == Event::PasskeyRequired).await;
    session.line.stop().await;
}

/// The client's QR codes run out after 160 s, and it would close the connection.
#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_that_the_phone_gives_late_links_the_session() {
    const SPEED: f64 = 100.0;
    let sandbox = TestSandbox::new(SPEED).await;
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    let (code, _) = session.code().await;
    sandbox.fault(r#"{"demandPasskey": {"times": 1}}"#).await;
    assert_ne!(sandbox.scan_status(ANA, &code).await, 200);
    session.until(|it| *it == Event::PasskeyRequired).await;
    let codes_last = Duration::from_secs(160).div_f64(SPEED);
    let event = timeout(2 * codes_last, session.next()).await;
    assert!(event.is_err(), "nothing happens: {event:?}");

    let path = format!("/sandbox/phones/{ANA}/passkey");
    let (status, answer) = call(sandbox.router.clone(), "POST", &path, "{}").await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(session.linked().await.phone_number, ANA);
    session.connected().await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_that_is_not_given_ends_the_codes() {
    let sandbox = TestSandbox::new(100.0).await;
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    let (code, _) = session.code().await;
    sandbox.fault(r#"{"demandPasskey": {"times": 1}}"#).await;
    assert_ne!(sandbox.scan_status(ANA, &code).await, 200);
    session.until(|it| *it == Event::PasskeyRequired).await;
    let path = format!("/sandbox/phones/{ANA}/passkey");
    let (status, answer) = call(sandbox.router.clone(), "DELETE", &path, "").await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(session.next().await, Event::QrExhausted);

    session.line.renew();
    let (code, _) = session.code().await;
    sandbox.scan(ANA, &code).await;
    session.linked().await;
    session.connected().await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ban_has_its_duration() {
    let sandbox = TestSandbox::new(1.0).await;
    let keys = Arc::new(MemoryKeys::new());
    let mut session = sandbox.linked("s1", keys.clone()).await;
    let ban = json!({ "ban": { "phoneNumber": ANA, "expireSeconds": 600 } });
    sandbox.fault(&ban.to_string()).await;
    let banned = session.until(|it| matches!(it, Event::Banned { .. })).await;
    let Event::Banned { lasts } = banned else {
        unreachable!("waited for a ban");
    };
    assert!(lasts > Duration::from_secs(500) && lasts <= Duration::from_secs(600));
    session.ends_with(&[Event::Closed]).await;
}
