//! Linking by a code that is entered on the phone.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use titan_engine::{Event, LinkCode, PhoneCode, RequestCodeError, Via};
use tokio::time::timeout;

use crate::memory::MemoryKeys;
use crate::test_sandbox::{ANA, BIA, Session, TestSandbox, call};

impl TestSandbox {
    /// Enters a code on a phone, as it is displayed. The error is the reason why that did not link.
    async fn enter(&self, phone: &str, code: &PhoneCode) -> Result<(), String> {
        let path = format!("/sandbox/phones/{phone}/enter-code");
        let body = json!({ "code": code.code.dashed() }).to_string();
        let (status, answer) = call(self.router.clone(), "POST", &path, &body).await;
        match status {
            200 => Ok(()),
            _ => Err(answer["code"].as_str().unwrap_or("no reason").to_owned()),
        }
    }
}

/// A session that has emitted its first QR code.
async fn waiting(sandbox: &TestSandbox) -> Session {
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    session.code().await;
    session
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entered_code_links_and_connects() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    let code = session.line.phone_code(ANA).await.expect("a code");
    assert_eq!(code.of, Duration::from_secs(180));
    assert!(code.lasts <= code.of && code.lasts > Duration::from_secs(120));
    sandbox.enter(ANA, &code).await.expect("linked");
    let (account, via) = session.linked_via().await;
    assert_eq!((account.phone_number.as_str(), via), (ANA, Via::PhoneCode));
    session.connected().await;
    let late = session.line.phone_code(ANA).await;
    assert_eq!(late, Err(RequestCodeError::NotWaiting));
    session.line.stop().await;
    session.ends_with(&[Event::Closed]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_has_one_active_code_and_another_number_replaces_it() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = waiting(&sandbox).await;
    let (first, same) = tokio::join!(session.line.phone_code(ANA), session.line.phone_code(ANA));
    let (first, same) = (first.expect("a code"), same.expect("the same"));
    assert_eq!(first.code, same.code);
    let digits = ANA.trim_start_matches('+');
    let again = session.line.phone_code(digits).await.expect("the same");
    assert_eq!(again.code, first.code);
    assert!(again.lasts < first.lasts && again.of == first.of);

    let other = session.line.phone_code(BIA).await.expect("another code");
    assert_ne!(other.code, first.code);
    sandbox.enter(BIA, &other).await.expect("linked");
    let (account, via) = session.linked_via().await;
    assert_eq!((account.phone_number.as_str(), via), (BIA, Via::PhoneCode));
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_can_be_entered_again_after_a_wrong_one() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = waiting(&sandbox).await;
    let code = session.line.phone_code(ANA).await.expect("a code");
    let refused = sandbox.enter(ANA, &wrong(&code)).await;
    assert_eq!(refused, Err("wrong_code".to_owned()));
    sandbox.enter(ANA, &code).await.expect("linked");
    assert_eq!(session.linked_via().await.1, Via::PhoneCode);
    session.line.stop().await;
}

/// WhatsApp accepts three entries, and then rejects even the right code.
#[tokio::test(flavor = "multi_thread")]
async fn a_code_ends_after_three_wrong_entries_and_can_be_replaced() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = waiting(&sandbox).await;
    let code = session.line.phone_code(ANA).await.expect("a code");
    for _ in 0..3 {
        let refused = sandbox.enter(ANA, &wrong(&code)).await;
        assert_eq!(refused, Err("wrong_code".to_owned()));
    }
    let over = session.until(|it| !matches!(it, Event::Qr { .. }));
    let over = timeout(Duration::from_secs(15), over).await;
    assert_eq!(
        over.expect("long before the code expires"),
        Event::PhoneCodeOver
    );
    let refused = sandbox.enter(ANA, &code).await;
    assert_eq!(refused, Err("code_expired".to_owned()));
    let fresh = session.line.phone_code(ANA).await.expect("a code");
    assert_ne!(fresh.code, code.code);
    sandbox.enter(ANA, &fresh).await.expect("linked");
    assert_eq!(session.linked_via().await.1, Via::PhoneCode);
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_third_entry_of_a_code_still_links() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = waiting(&sandbox).await;
    let code = session.line.phone_code(ANA).await.expect("a code");
    for _ in 0..2 {
        let refused = sandbox.enter(ANA, &wrong(&code)).await;
        assert_eq!(refused, Err("wrong_code".to_owned()));
    }
    sandbox.enter(ANA, &code).await.expect("linked");
    let linked = |it: &Event| {
        matches!(
            it,
            Event::Linked {
                via: Via::PhoneCode,
                ..
            }
        )
    };
    session.until(linked).await;
    session.line.stop().await;
}

fn wrong(code: &PhoneCode) -> PhoneCode {
    let first = if code.code.as_str().starts_with('A') {
        'B'
    } else {
        'A'
    };
    PhoneCode {
        code: LinkCode::new(format!("{first}{}", &code.code.as_str()[1..])),
        ..code.clone()
    }
}

/// The client replaces its secret at every entry, and the displayed QR code has the old one.
#[tokio::test(flavor = "multi_thread")]
async fn the_qr_code_links_after_a_wrong_entry() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    let (before, _) = session.code().await;
    let code = session.line.phone_code(ANA).await.expect("a code");
    let refused = sandbox.enter(ANA, &wrong(&code)).await;
    assert_eq!(refused, Err("wrong_code".to_owned()));
    let (displayed, _) = session.code().await;
    assert_ne!(displayed, before);
    sandbox.scan(ANA, &displayed).await;
    // A code was entered and a code was scanned. WhatsApp does not report which of them linked.
    assert_eq!(session.linked_via().await.0.phone_number, ANA);
    session.connected().await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_qr_code_links_while_a_phone_code_is_active() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = sandbox.session("s1", Arc::new(MemoryKeys::new()));
    let (qr, _) = session.code().await;
    session.line.phone_code(BIA).await.expect("a code");
    sandbox.scan(ANA, &qr).await;
    assert_eq!(session.linked().await.phone_number, ANA);
    session.connected().await;
    session.line.stop().await;
    session.ends_with(&[Event::Closed]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_code_outlives_the_qr_codes_and_then_both_end() {
    let sandbox = TestSandbox::new(60.0).await;
    let mut session = waiting(&sandbox).await;
    let code = session.line.phone_code(ANA).await.expect("a code");
    assert_eq!(code.of, Duration::from_secs(3));
    let over = session.until(|it| !matches!(it, Event::Qr { .. })).await;
    assert_eq!(over, Event::PhoneCodeOver);
    assert_eq!(session.next().await, Event::QrExhausted);
    sandbox.enter(ANA, &code).await.expect_err("expired");

    let fresh = session.line.phone_code(ANA).await.expect("starts again");
    assert_ne!(fresh.code, code.code);
    session.code().await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_ends_with_its_connection() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = waiting(&sandbox).await;
    let code = session.line.phone_code(ANA).await.expect("a code");
    sandbox.fault(r#"{"dropNow": true}"#).await;
    let over = session.until(|it| !matches!(it, Event::Qr { .. })).await;
    assert_eq!(over, Event::PhoneCodeOver);
    let fresh = session.line.phone_code(ANA).await.expect("a code");
    assert_ne!(fresh.code, code.code);
    sandbox.enter(ANA, &fresh).await.expect("linked");
    assert_eq!(session.linked_via().await.1, Via::PhoneCode);
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn throttling_has_its_own_error() {
    let sandbox = TestSandbox::new(1.0).await;
    let session = waiting(&sandbox).await;
    let cases = [
        (r#"{"times": 1}"#, None),
        (
            r#"{"times": 1, "retryAfterSeconds": 90}"#,
            Some(Duration::from_secs(90)),
        ),
    ];
    for (throttle, retry_after) in cases {
        sandbox
            .fault(&format!(r#"{{"throttleCodes": {throttle}}}"#))
            .await;
        let refused = session.line.phone_code(ANA).await;
        assert_eq!(refused, Err(RequestCodeError::Throttled { retry_after }));
    }
    session.line.phone_code(ANA).await.expect("a code");
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_number_and_a_closed_session_get_an_error() {
    let sandbox = TestSandbox::new(1.0).await;
    let session = waiting(&sandbox).await;
    let code = session.line.phone_code(ANA).await.expect("a code");
    for number in ["", "123456", "011999990001", "+1234567890123456"] {
        let refused = session.line.phone_code(number).await;
        assert!(
            matches!(refused, Err(RequestCodeError::BadNumber(_))),
            "{number}"
        );
    }
    let same = session.line.phone_code(ANA).await.expect("still active");
    assert_eq!(same.code, code.code);
    session.line.stop().await;
    let closed = session.line.phone_code(ANA).await;
    assert_eq!(closed, Err(RequestCodeError::NotWaiting));
}
