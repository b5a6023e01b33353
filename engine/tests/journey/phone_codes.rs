//! Linking by a code that is typed on the phone.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use titan_engine::{CodeRefused, Event, LinkCode, PhoneCode, Via};

use tokio::time::timeout;

use crate::memory::MemoryKeys;
use crate::town::{ANA, BIA, Session, Town, call};

impl Town {
    /// Types a code on a phone, as it is shown. Says why that did not link, if it did not.
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

/// A session that shows its first QR code.
async fn waiting(town: &Town) -> Session {
    let mut session = town.session("s1", Arc::new(MemoryKeys::new()));
    session.code().await;
    session
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_code_links_and_connects() {
    let town = Town::new(1.0).await;
    let mut session = town.session("s1", Arc::new(MemoryKeys::new()));
    let code = session.line.phone_code(ANA).await.expect("a code");
    assert_eq!(code.of, Duration::from_secs(180));
    assert!(code.lasts <= code.of && code.lasts > Duration::from_secs(120));
    town.enter(ANA, &code).await.expect("linked");
    let (account, via) = session.linked_via().await;
    assert_eq!((account.phone_number.as_str(), via), (ANA, Via::PhoneCode));
    session.connected().await;
    let late = session.line.phone_code(ANA).await;
    assert_eq!(late, Err(CodeRefused::NotWaiting));
    session.line.stop().await;
    session.ends_with(&[Event::Closed]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_has_one_live_code_and_another_number_replaces_it() {
    let town = Town::new(1.0).await;
    let mut session = waiting(&town).await;
    let (first, same) = tokio::join!(session.line.phone_code(ANA), session.line.phone_code(ANA));
    let (first, same) = (first.expect("a code"), same.expect("the same"));
    assert_eq!(first.code, same.code);
    let digits = ANA.trim_start_matches('+');
    let again = session.line.phone_code(digits).await.expect("the same");
    assert_eq!(again.code, first.code);
    assert!(again.lasts < first.lasts && again.of == first.of);

    let other = session.line.phone_code(BIA).await.expect("another code");
    assert_ne!(other.code, first.code);
    town.enter(BIA, &other).await.expect("linked");
    let (account, via) = session.linked_via().await;
    assert_eq!((account.phone_number.as_str(), via), (BIA, Via::PhoneCode));
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistyped_code_can_be_typed_again() {
    let town = Town::new(1.0).await;
    let mut session = waiting(&town).await;
    let code = session.line.phone_code(ANA).await.expect("a code");
    let refused = town.enter(ANA, &mistyped(&code)).await;
    assert_eq!(refused, Err("wrong_code".to_owned()));
    town.enter(ANA, &code).await.expect("linked");
    assert_eq!(session.linked_via().await.1, Via::PhoneCode);
    session.line.stop().await;
}

/// WhatsApp takes three tries, and refuses the right code after them: it is of no use to who reads it.
#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_was_mistyped_three_times_is_over_and_another_can_be_had() {
    let town = Town::new(1.0).await;
    let mut session = waiting(&town).await;
    let code = session.line.phone_code(ANA).await.expect("a code");
    for _ in 0..3 {
        let refused = town.enter(ANA, &mistyped(&code)).await;
        assert_eq!(refused, Err("wrong_code".to_owned()));
    }
    let over = session.until(|it| !matches!(it, Event::Qr { .. }));
    let over = timeout(Duration::from_secs(15), over).await;
    assert_eq!(
        over.expect("long before the code expires"),
        Event::PhoneCodeOver
    );
    let refused = town.enter(ANA, &code).await;
    assert_eq!(refused, Err("code_expired".to_owned()));
    let fresh = session.line.phone_code(ANA).await.expect("a code");
    assert_ne!(fresh.code, code.code);
    town.enter(ANA, &fresh).await.expect("linked");
    assert_eq!(session.linked_via().await.1, Via::PhoneCode);
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_third_try_at_a_code_still_links() {
    let town = Town::new(1.0).await;
    let mut session = waiting(&town).await;
    let code = session.line.phone_code(ANA).await.expect("a code");
    for _ in 0..2 {
        let refused = town.enter(ANA, &mistyped(&code)).await;
        assert_eq!(refused, Err("wrong_code".to_owned()));
    }
    town.enter(ANA, &code).await.expect("linked");
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

fn mistyped(code: &PhoneCode) -> PhoneCode {
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

/// The client makes a new secret for every code that is typed, and the QR code on show carries the old one.
#[tokio::test(flavor = "multi_thread")]
async fn a_mistyped_code_leaves_a_qr_code_that_links() {
    let town = Town::new(1.0).await;
    let mut session = town.session("s1", Arc::new(MemoryKeys::new()));
    let (before, _) = session.code().await;
    let code = session.line.phone_code(ANA).await.expect("a code");
    let refused = town.enter(ANA, &mistyped(&code)).await;
    assert_eq!(refused, Err("wrong_code".to_owned()));
    let (shown, _) = session.code().await;
    assert_ne!(shown, before);
    town.scan(ANA, &shown).await;
    // A code was typed and a code was scanned; which of them linked, WhatsApp does not say.
    assert_eq!(session.linked_via().await.0.phone_number, ANA);
    session.connected().await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_qr_code_links_beside_a_phone_code() {
    let town = Town::new(1.0).await;
    let mut session = town.session("s1", Arc::new(MemoryKeys::new()));
    let (qr, _) = session.code().await;
    session.line.phone_code(BIA).await.expect("a code");
    town.scan(ANA, &qr).await;
    assert_eq!(session.linked().await.phone_number, ANA);
    session.connected().await;
    session.line.stop().await;
    session.ends_with(&[Event::Closed]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_code_outlives_the_qr_codes_and_then_both_are_over() {
    let town = Town::new(60.0).await;
    let mut session = waiting(&town).await;
    let code = session.line.phone_code(ANA).await.expect("a code");
    assert_eq!(code.of, Duration::from_secs(3));
    let over = session.until(|it| !matches!(it, Event::Qr { .. })).await;
    assert_eq!(over, Event::PhoneCodeOver);
    assert_eq!(session.next().await, Event::QrExhausted);
    town.enter(ANA, &code).await.expect_err("expired");

    let fresh = session.line.phone_code(ANA).await.expect("starts again");
    assert_ne!(fresh.code, code.code);
    session.code().await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_over_when_its_connection_is() {
    let town = Town::new(1.0).await;
    let mut session = waiting(&town).await;
    let code = session.line.phone_code(ANA).await.expect("a code");
    town.fault(r#"{"dropNow": true}"#).await;
    let over = session.until(|it| !matches!(it, Event::Qr { .. })).await;
    assert_eq!(over, Event::PhoneCodeOver);
    let fresh = session.line.phone_code(ANA).await.expect("a code");
    assert_ne!(fresh.code, code.code);
    town.enter(ANA, &fresh).await.expect("linked");
    assert_eq!(session.linked_via().await.1, Via::PhoneCode);
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn throttling_has_its_name() {
    let town = Town::new(1.0).await;
    let session = waiting(&town).await;
    let cases = [
        (r#"{"times": 1}"#, None),
        (
            r#"{"times": 1, "retryAfterSeconds": 90}"#,
            Some(Duration::from_secs(90)),
        ),
    ];
    for (throttle, retry_after) in cases {
        town.fault(&format!(r#"{{"throttleCodes": {throttle}}}"#))
            .await;
        let refused = session.line.phone_code(ANA).await;
        assert_eq!(refused, Err(CodeRefused::Throttled { retry_after }));
    }
    session.line.phone_code(ANA).await.expect("a code at last");
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_number_is_not_asked_for_and_a_closed_session_asks_nothing() {
    let town = Town::new(1.0).await;
    let session = waiting(&town).await;
    let code = session.line.phone_code(ANA).await.expect("a code");
    for number in ["", "123456", "011999990001", "+1234567890123456"] {
        let refused = session.line.phone_code(number).await;
        assert!(
            matches!(refused, Err(CodeRefused::BadNumber(_))),
            "{number}"
        );
    }
    let same = session.line.phone_code(ANA).await.expect("still live");
    assert_eq!(same.code, code.code);
    session.line.stop().await;
    let closed = session.line.phone_code(ANA).await;
    assert_eq!(closed, Err(CodeRefused::NotWaiting));
}
