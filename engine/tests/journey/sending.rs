//! WhatsApp's answers to messages that are sent: taken, refused, late or missing; receipts; and the restriction on
//! writing to strangers.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::json;
use titan_engine::{
    Event, MessageRefusal, MessageStatus, Outgoing, RefusalReason, SendTextError, Sent,
};

use crate::memory::MemoryKeys;
use crate::messages::to;
use crate::test_sandbox::{ANA, BIA, Session, TestSandbox, call};

const STRANGER: &str = "+5531977770003";

impl TestSandbox {
    pub async fn add_phone(&self, number: &str) {
        let body = json!({ "phoneNumber": number }).to_string();
        let (status, answer) = call(self.router.clone(), "POST", "/sandbox/phones", &body).await;
        assert_eq!(status, 201, "{answer}");
    }

    /// The phone's owner reads all chats.
    async fn read(&self, phone: &str) {
        let path = format!("/sandbox/phones/{phone}/read");
        let (status, answer) = call(self.router.clone(), "POST", &path, "").await;
        assert_eq!(status, 200, "{answer}");
    }
}

async fn linked(sandbox: &TestSandbox) -> Session {
    sandbox.linked("s1", Arc::new(MemoryKeys::new())).await
}

async fn refusal(session: &Session, message: Outgoing) -> MessageRefusal {
    match session.line.send_text(message).await {
        Err(SendTextError::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// The next report about a message.
async fn status(session: &mut Session) -> (Vec<String>, MessageStatus) {
    let is_report = |event: &Event| matches!(event, Event::MessageStatus { .. });
    match session.until(is_report).await {
        Event::MessageStatus { ids, status } => (ids, status),
        other => unreachable!("{other:?} is no report"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_message_is_an_error_with_whatsapps_code() {
    let sandbox = TestSandbox::new(1.0).await;
    let session = linked(&sandbox).await;
    for (code, reason) in [
        (463, RefusalReason::NoPrivacyToken),
        (404, RefusalReason::NotOnWhatsapp),
        (429, RefusalReason::TooMany),
        (479, RefusalReason::Other),
    ] {
        let fault = json!({"refuseMessages": {"code": code, "times": 1}});
        sandbox.fault(&fault.to_string()).await;
        let refused = refusal(&session, to(BIA, "oi")).await;
        assert_eq!(refused.reason, reason, "{code}");
        assert_eq!(refused.code, Some(code.to_string()));
    }
    let sent = session.line.send_text(to(BIA, "oi")).await.expect("sent");
    assert!(matches!(sent, Sent::Acknowledged { .. }));
    assert_eq!(sandbox.inbox(BIA, 1).await.len(), 1, "only the last one");
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_is_an_event() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = linked(&sandbox).await;
    let late = r#"{"lateAcks": {"times": 2, "delayMs": 6000},
        "refuseMessages": {"code": 463, "times": 1}}"#;
    sandbox.fault(late).await;
    let (refused, taken) = (to(BIA, "um"), to(BIA, "dois"));
    let (refused_id, taken_id) = (refused.id.clone(), taken.id.clone());
    // One after the other, because the fault is for the first.
    let first = session.line.clone();
    let first = tokio::spawn(async move { first.send_text(refused).await });
    sandbox.recorded("sending_refused", &refused_id).await;
    let second = session.line.send_text(taken).await;
    assert_eq!(first.await.expect("no panic"), Ok(Sent::Pending));
    assert_eq!(second, Ok(Sent::Pending));
    let is_refusal = |event: &Event| matches!(event, Event::MessageRefused { .. });
    match session.until(is_refusal).await {
        Event::MessageRefused { id, refusal } => {
            assert_eq!(id, refused_id);
            assert_eq!(refusal.code.as_deref(), Some("463"));
        }
        other => unreachable!("{other:?} is no refusal"),
    }
    // The phone has received it before WhatsApp's own answer.
    let sent = (vec![taken_id], MessageStatus::Sent);
    while status(&mut session).await != sent {}
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_without_an_answer_is_pending() {
    let sandbox = TestSandbox::new(1.0).await;
    let session = linked(&sandbox).await;
    sandbox.fault(r#"{"loseAcks": {"times": 1}}"#).await;
    let sent = session.line.send_text(to(BIA, "oi")).await;
    assert_eq!(sent, Ok(Sent::Pending));
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recipients_receipts_are_reported() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = linked(&sandbox).await;
    let messages = [to(BIA, "um"), to(BIA, "dois")];
    let ids = messages.each_ref().map(|message| message.id.clone());
    for message in messages {
        let id = message.id.clone();
        session.line.send_text(message).await.expect("sent");
        let delivered = (vec![id], MessageStatus::Delivered);
        assert_eq!(status(&mut session).await, delivered);
    }
    sandbox.read(BIA).await;
    let (mut read, status) = status(&mut session).await;
    read.sort_by_key(|id| *id == ids[1]);
    assert_eq!((read, status), (ids.to_vec(), MessageStatus::Read));
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_without_an_account_is_refused_before_sending() {
    let sandbox = TestSandbox::new(1.0).await;
    let session = linked(&sandbox).await;
    for _ in 0..2 {
        let refused = refusal(&session, to("+5541966660004", "oi")).await;
        assert_eq!(
            refused,
            MessageRefusal {
                reason: RefusalReason::NotOnWhatsapp,
                code: None,
                until: None,
            }
        );
    }
    session.line.stop().await;
}

fn in_an_hour() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.expect("after 1970").as_secs() + 3600
}

async fn restrict(sandbox: &TestSandbox, until: u64) {
    let fault = json!({"timelock": {"phoneNumber": ANA, "until": until}});
    sandbox.fault(&fault.to_string()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restricted_account_writes_only_to_people_it_knows() {
    let sandbox = TestSandbox::new(1.0).await;
    sandbox.add_phone(STRANGER).await;
    let keys: Arc<MemoryKeys> = Arc::default();
    let mut session = sandbox.linked("s1", keys.clone()).await;
    session.line.send_text(to(BIA, "oi")).await.expect("sent");
    let until = in_an_hour();
    let end = UNIX_EPOCH + Duration::from_secs(until);
    restrict(&sandbox, until).await;
    let restricted = Event::Restricted { until: end };
    session.until(|event| *event == restricted).await;

    let refused = refusal(&session, to(STRANGER, "oi")).await;
    assert_eq!(refused.reason, RefusalReason::Restricted);
    assert_eq!((refused.code, refused.until), (None, Some(end)));
    session.line.send_text(to(BIA, "oi")).await.expect("known");

    // It is remembered by the next client, which asks whether it still holds.
    session.line.stop().await;
    let mut session = sandbox.session("s1", keys);
    session.connected().await;
    session.until(|event| *event == restricted).await;
    let refused = refusal(&session, to(STRANGER, "oi")).await;
    assert_eq!(
        (refused.reason, refused.code),
        (RefusalReason::Restricted, None)
    );

    restrict(&sandbox, 0).await;
    session
        .until(|event| *event == Event::RestrictionEnded)
        .await;
    session
        .line
        .send_text(to(STRANGER, "oi"))
        .await
        .expect("sent");
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_that_the_owner_began_on_the_phone_is_not_restricted() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = linked(&sandbox).await;
    restrict(&sandbox, in_an_hour()).await;
    session
        .until(|event| matches!(event, Event::Restricted { .. }))
        .await;
    let refused = refusal(&session, to(BIA, "oi")).await;
    assert_eq!(refused.reason, RefusalReason::Restricted);
    let id = sandbox.send_text(ANA, BIA, "oi").await;
    sandbox.recorded("message_acked", &id).await;
    session.line.send_text(to(BIA, "oi")).await.expect("known");
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restriction_ends_at_its_time() {
    let sandbox = TestSandbox::new(1.0).await;
    let mut session = linked(&sandbox).await;
    restrict(&sandbox, in_an_hour() - 3598).await;
    session
        .until(|event| matches!(event, Event::Restricted { .. }))
        .await;
    session
        .until(|event| *event == Event::RestrictionEnded)
        .await;
    session.line.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restriction_that_was_not_announced_is_found_when_a_message_is_refused() {
    let sandbox = TestSandbox::new(1.0).await;
    sandbox.add_phone(STRANGER).await;
    let keys: Arc<MemoryKeys> = Arc::default();
    let session = sandbox.linked("s1", keys.clone()).await;
    session.line.stop().await;
    let until = in_an_hour();
    restrict(&sandbox, until).await;
    let mut session = sandbox.session("s1", keys);
    session.connected().await;
    let refused = refusal(&session, to(STRANGER, "oi")).await;
    assert_eq!(refused.reason, RefusalReason::Restricted);
    assert_eq!(refused.code.as_deref(), Some("463"));
    let end = UNIX_EPOCH + Duration::from_secs(until);
    session
        .until(|event| *event == Event::Restricted { until: end })
        .await;
    session.line.stop().await;
}
