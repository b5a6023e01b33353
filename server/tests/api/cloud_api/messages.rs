//! Messages to and from a connected number, through Meta's webhooks.

use serde_json::{Value, json};
use titan_connect::domain::session::Status;

use crate::support::meta::{APP_SECRET, Account};
use crate::support::outbox::webhook;
use crate::support::{Answer, Receiver, TestService, finish};

const CUSTOMER: &str = "+5511988887777";
const CHAT: &str = "5511988887777@s.whatsapp.net";

async fn connected() -> (TestService, Account, Receiver) {
    let service = TestService::start_with_meta().await;
    let account = service
        .business(json!([{"phoneNumber": "+5511912345678"}]))
        .await;
    let link = service.signup_link(json!({"sessionName": "shop"})).await;
    service.signed_up(&link, &account).await;
    service.settled("shop", Status::Connected).await;
    let receiver = Receiver::start().await;
    let events = json!({"events": ["message.received", "message.status", "message.failed"]});
    webhook(&service.tenant(), &receiver, events).await;
    (service, account, receiver)
}

async fn write(service: &TestService, account: &Account, text: &str) -> Value {
    let call = format!("numbers/{}/receive", account.number_id(0));
    let body = json!({"from": CUSTOMER, "name": "Bia", "text": text});
    service.meta(&call, body).await
}

async fn send(service: &TestService, message: Value) -> Answer {
    let mut body = json!({"session": "shop", "chatId": CHAT});
    for (name, value) in message.as_object().unwrap() {
        body[name] = value.clone();
    }
    service.tenant().post("/api/messages/send", body).await
}

#[tokio::test]
async fn a_customers_message_has_the_shape_of_any_other() {
    let (service, account, mut receiver) = connected().await;
    write(&service, &account, "Do you have bread?").await;
    let payload = receiver.next().await.is("message.received");
    let person = json!({"phoneNumber": CUSTOMER, "lid": null, "mode": "pn"});
    assert_eq!(payload["from"], person, "{payload}");
    assert_eq!(payload["sender"], person);
    assert_eq!(payload["text"], "Do you have bread?");
    assert_eq!(payload["body"], payload["text"]);
    assert_eq!(payload["type"], "text");
    assert_eq!(payload["pushName"], "Bia");
    assert_eq!(
        (&payload["fromMe"], &payload["isGroup"]),
        (&json!(false), &json!(false))
    );
}

#[tokio::test]
async fn a_text_is_sent_within_the_window_and_its_fate_is_reported() {
    let (service, account, mut receiver) = connected().await;
    write(&service, &account, "Hello").await;
    let received = receiver.next().await.is("message.received");
    let reply = json!({"type": "text", "text": "Yes", "quotedMessage": {"id": received["id"]}});
    let sent = send(&service, reply).await.data(200);
    for status in ["sent", "delivered", "read"] {
        let payload = receiver.next().await.is("message.status");
        assert_eq!(payload, json!({"id": sent["id"], "status": status}));
    }
}

#[tokio::test]
async fn outside_the_window_only_a_template_arrives() {
    let (service, _, mut receiver) = connected().await;
    let sent = send(&service, json!({"type": "text", "text": "Hello"}))
        .await
        .data(200);
    let failed = receiver.until("message.failed").await.pop().unwrap();
    let failed = failed.is("message.failed");
    assert_eq!(
        (&failed["id"], &failed["code"]),
        (&sent["id"], &json!("131047")),
        "{failed}"
    );

    let template = json!({"name": "hello_world", "language": {"code": "en_US"}});
    let sent = send(&service, json!({"type": "template", "template": template}))
        .await
        .data(200);
    let status = receiver.next().await.is("message.status");
    assert_eq!(status["id"], sent["id"], "{status}");
}

#[tokio::test]
async fn metas_own_reason_is_passed_on() {
    let (service, ..) = connected().await;
    let template = json!({"name": "no_such_template", "language": {"code": "en_US"}});
    let answer = send(&service, json!({"type": "template", "template": template})).await;
    let error = answer.json()["error"].as_str().unwrap().to_owned();
    answer.refused(502, "not_sent");
    assert!(error.contains("132001"), "{error}");
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_with_the_reason() {
    let (service, ..) = connected().await;
    for (message, code) in [
        (json!({"type": "template"}), "invalid_template"),
        (
            json!({"type": "template", "template": {"name": "x"}}),
            "invalid_template",
        ),
        (json!({"type": "image"}), "unsupported_type"),
        (
            json!({"type": "text", "text": "x", "chatId": "120363021033254949@g.us"}),
            "invalid_chat_id",
        ),
    ] {
        send(&service, message).await.refused(400, code);
    }
}

#[tokio::test]
async fn a_webhook_that_meta_repeats_creates_one_event() {
    let (service, account, mut receiver) = connected().await;
    let body = json!({"object": "whatsapp_business_account", "entry": [{
        "id": account.waba_id, "changes": [{"field": "messages", "value": {
            "metadata": {"phone_number_id": account.number_id(0)},
            "messages": [{"id": "wamid.1", "from": "5511988887777", "timestamp": "1700000000",
                          "type": "text", "text": {"body": "Hello"}}]}}]}]})
    .to_string();
    let calls = (0..20).map(|_| deliver_until_answered(&service, &body));
    futures_util::future::join_all(calls).await;
    assert_eq!(
        receiver.next().await.is("message.received")["id"],
        "wamid.1"
    );
    write(&service, &account, "The next one").await;
    assert_eq!(
        receiver.next().await.is("message.received")["text"],
        "The next one"
    );
}

#[tokio::test]
async fn a_webhook_with_a_wrong_signature_is_refused() {
    let (service, ..) = connected().await;
    deliver(&service, "{}", "another secret")
        .await
        .refused(403, "invalid_signature");
    let answer = deliver(&service, "not json", APP_SECRET).await;
    assert_eq!(
        answer.status, 200,
        "signed, so sending it again would not help"
    );
}

#[tokio::test]
async fn metas_challenge_is_answered_for_the_right_token_only() {
    let (service, ..) = connected().await;
    let apps = service
        .tenant()
        .get("/api/account/meta-apps")
        .await
        .data(200);
    let (url, token) = (&apps[0]["webhookUrl"], &apps[0]["verifyToken"]);
    let ask = async |mode: &str, token: &str| {
        let query = [
            ("hub.mode", mode),
            ("hub.challenge", "42"),
            ("hub.verify_token", token),
        ];
        finish(service.http.get(url.as_str().unwrap()).query(&query)).await
    };
    let answer = ask("subscribe", token.as_str().unwrap()).await;
    assert_eq!(
        (answer.status.as_u16(), answer.text().as_str()),
        (200, "42")
    );
    for (mode, token) in [
        ("subscribe", "guessed"),
        ("unsubscribe", token.as_str().unwrap()),
    ] {
        ask(mode, token).await.refused(403, "invalid_verify_token");
    }
}

/// On a busy machine the service asks Meta to send the webhook again.
async fn deliver_until_answered(service: &TestService, body: &str) {
    for _ in 0..20 {
        let answer = deliver(service, body, APP_SECRET).await;
        if answer.status == 200 {
            return;
        }
        answer.refused(503, "timeout");
    }
    panic!("the webhook was not accepted");
}

/// Calls the app's webhook address as Meta does.
async fn deliver(service: &TestService, body: &str, secret: &str) -> Answer {
    use hmac::{Hmac, KeyInit as _, Mac as _};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    let signature = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
    let key = &service.app.sessions.meta.operator().unwrap().key;
    let request = service
        .http
        .post(format!("{}/webhooks/meta/{key}", service.url));
    let request = request.header("x-hub-signature-256", signature);
    finish(request.body(body.to_owned())).await
}
