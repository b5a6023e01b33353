//! What becomes of messages over a linked device: refused, pending, delivered, read; and the restriction on writing to
//! strangers.

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::time::Timestamp;

use crate::support::outbox::webhook;
use crate::support::{ANA, Answer, Receiver, TestService};

const BIA: &str = "+5521988880002";
const STRANGER: &str = "+5531977770003";

async fn connected() -> (TestService, Receiver) {
    let service = TestService::with_ana_connected().await;
    let receiver = Receiver::start().await;
    let events = json!({"events": [
        "message.status", "message.failed", "session.restricted", "session.restriction_ended",
    ]});
    webhook(&service.tenant(), &receiver, events).await;
    (service, receiver)
}

async fn send(service: &TestService, to: &str) -> Answer {
    let chat = format!("{}@s.whatsapp.net", to.trim_start_matches('+'));
    let body = json!({"session": "support", "chatId": chat, "type": "text", "text": "oi"});
    service.tenant().post("/api/messages/send", body).await
}

async fn restrict(service: &TestService, until: u64) {
    let fault = json!({"timelock": {"phoneNumber": ANA, "until": until}});
    service.fault(fault).await;
}

/// Decades away, because the network's clock is real.
const UNTIL: u64 = 4_000_000_000;

fn iso(seconds: u64) -> String {
    Timestamp::from_millis(i64::try_from(seconds * 1000).unwrap()).to_string()
}

#[tokio::test]
async fn a_refused_message_is_an_error_with_whatsapps_code() {
    let (service, _receiver) = connected().await;
    for (code, status, name) in [
        (463, 409, "no_privacy_token"),
        (404, 400, "not_on_whatsapp"),
        (429, 429, "too_many_messages"),
        (479, 502, "not_sent"),
    ] {
        let fault = json!({"refuseMessages": {"code": code, "times": 1}});
        service.fault(fault).await;
        let answer = send(&service, BIA).await;
        assert_eq!(answer.json()["whatsappCode"], code.to_string());
        answer.refused(status, name);
    }
    assert!(service.inbox(BIA, 0).await.is_empty());
}

#[tokio::test]
async fn each_status_of_a_message_is_reported_once() {
    let (service, mut receiver) = connected().await;
    let sent = send(&service, BIA).await.data(200);
    assert_eq!(sent["status"], "sent");
    for status in ["delivered", "read"] {
        let payload = receiver.next().await.is("message.status");
        assert_eq!(payload, json!({"id": sent["id"], "status": status}));
        // The network repeats the receipt.
        for _ in 0..2 {
            service.read(BIA).await;
        }
    }
    // Bia’s own message is not from this service, so nothing is reported about it.
    service.send(ANA, BIA, "do telefone").await.data(200);
    service.read(BIA).await;
    let next = send(&service, BIA).await.data(200);
    let payload = receiver.next().await.is("message.status");
    assert_eq!(payload, json!({"id": next["id"], "status": "delivered"}));
}

#[tokio::test]
async fn a_late_refusal_is_an_event() {
    let (service, mut receiver) = connected().await;
    let fault = json!({
        "refuseMessages": {"code": 463, "times": 1}, "lateAcks": {"times": 1, "delayMs": 5500},
    });
    service.fault(fault).await;
    let sent = send(&service, BIA).await.data(200);
    assert_eq!(sent["status"], "pending");
    let failed = receiver.next().await.is("message.failed");
    assert_eq!(
        (&failed["id"], &failed["code"]),
        (&sent["id"], &json!("463"))
    );
    let reason = failed["reason"].as_str().unwrap();
    assert!(reason.contains("privacy token"), "{reason}");
}

#[tokio::test]
async fn a_restriction_is_shown_reported_and_obeyed_until_it_ends() {
    let (service, mut receiver) = connected().await;
    service.add_phone(STRANGER).await;
    send(&service, BIA).await.data(200);
    receiver.next().await.is("message.status");
    restrict(&service, UNTIL).await;
    let payload = receiver.next().await.is("session.restricted");
    assert_eq!(payload, json!({"until": iso(UNTIL)}));
    let shown = |session: Value| session["restrictedUntil"].clone();
    let tenant = service.tenant();
    let session = tenant.get("/api/sessions/support").await.data(200);
    assert_eq!(shown(session), iso(UNTIL));

    let answer = send(&service, STRANGER).await;
    assert!(answer.json()["retryAfterMs"].as_u64() > Some(3_000_000));
    answer.refused(409, "session_restricted");
    assert!(service.inbox(STRANGER, 0).await.is_empty());
    send(&service, BIA).await.data(200);
    receiver.next().await.is("message.status");

    restrict(&service, 0).await;
    let payload = receiver.next().await.is("session.restriction_ended");
    assert_eq!(payload, json!({}));
    let session = tenant.get("/api/sessions/support").await.data(200);
    assert_eq!(shown(session), Value::Null);
    send(&service, STRANGER).await.data(200);
    receiver.next().await.is("message.status");
}

#[tokio::test]
async fn receipts_of_old_messages_are_not_reported() {
    let (service, mut receiver) = connected().await;
    send(&service, BIA).await.data(200);
    receiver.next().await.is("message.status");
    service.clock.advance(Duration::from_hours(31 * 24));
    titan_connect::webhooks::maintenance::run_once(&service.app.webhooks)
        .await
        .unwrap();
    service.read(BIA).await;
    let next = send(&service, BIA).await.data(200);
    let payload = receiver.next().await.is("message.status");
    assert_eq!(payload, json!({"id": next["id"], "status": "delivered"}));
}
