//! Messages of connected sessions, both ways.

use serde_json::{Value, json};

use crate::support::{ANA, TestService, finish};

const BIA: &str = "+5521988880002";

async fn received(service: &TestService) -> Vec<Value> {
    let events = service
        .app
        .store
        .events(&"default".into(), "support")
        .await
        .unwrap();
    events
        .into_iter()
        .filter(|event| event.0 == "message.received")
        .map(|event| event.1)
        .collect()
}

#[tokio::test]
async fn a_message_is_stored_as_an_event_before_it_is_acknowledged() {
    let service = TestService::with_ana_connected().await;
    let sent = service.send(BIA, ANA, "oi, tudo bem?").await.data(200);
    service.acknowledged(sent["id"].as_str().unwrap()).await;
    let messages = received(&service).await;
    assert_eq!(messages.len(), 1);
    let message = &messages[0];
    assert_eq!(message["id"], sent["id"]);
    assert_eq!(
        (
            &message["type"],
            &message["text"],
            &message["fromMe"],
            &message["isGroup"]
        ),
        (
            &json!("text"),
            &json!("oi, tudo bem?"),
            &json!(false),
            &json!(false)
        )
    );
    assert_eq!(message["pushName"], "Bia Lima");
    assert!(message["timestamp"].is_i64());
}

#[tokio::test]
async fn a_text_and_a_reply_arrive() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    let body = |text: &str| json!({"session": "support", "chatId": "5521988880002@s.whatsapp.net", "type": "text", "text": text});
    let sent = tenant
        .post("/api/messages/send", body("bom dia"))
        .await
        .data(200);
    assert_eq!(sent["status"], "sent");
    let mut reply = body("e a resposta");
    reply["quotedMessage"] = json!({"id": sent["id"], "text": "bom dia"});
    tenant.post("/api/messages/send", reply).await.data(200);
    let inbox = service.inbox(BIA, 2).await;
    assert_eq!(inbox[0]["text"], "bom dia");
    assert_eq!(
        (&inbox[1]["text"], &inbox[1]["quotedId"]),
        (&json!("e a resposta"), &sent["id"])
    );
}

/// A username hides the number, in accounts of either kind of address.
#[tokio::test]
async fn a_person_without_a_number_writes_and_is_answered() {
    let service = TestService::with_ana_connected().await;
    let hidden = "+5521988880077";
    let phone = json!({"phoneNumber": hidden, "username": "caio.dias"});
    let phones = reqwest::Client::new().post(format!("{}/sandbox/phones", service.url));
    let phone = finish(phones.json(&phone)).await.data(201);

    let sent = service.send(hidden, ANA, "sou eu").await.data(200);
    service.acknowledged(sent["id"].as_str().unwrap()).await;
    let messages = received(&service).await;
    let sender = json!({"phoneNumber": null, "lid": phone["lid"], "mode": "lid"});
    assert_eq!(messages[0]["sender"], sender, "{}", messages[0]);
    let answer =
        json!({"session": "support", "chatId": phone["lid"], "type": "text", "text": "oi"});
    let tenant = service.tenant();
    tenant.post("/api/messages/send", answer).await.data(200);
    assert_eq!(service.inbox(hidden, 1).await[0]["text"], "oi");
}

#[tokio::test]
async fn a_message_that_cannot_be_sent_returns_the_reason() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    let good = json!({"session": "support", "chatId": "5521988880002@s.whatsapp.net", "type": "text", "text": "x"});
    for (field, value, status, code) in [
        ("type", json!("image"), 400, "unsupported_type"),
        ("chatId", json!("5521988880002"), 400, "invalid_chat_id"),
        ("text", json!(""), 400, "invalid_text"),
        ("session", json!("nobody"), 404, "session_not_found"),
        ("colour", json!("red"), 400, "invalid_json"),
    ] {
        let mut body = good.clone();
        body[field] = value;
        tenant
            .post("/api/messages/send", body)
            .await
            .refused(status, code);
    }
    service
        .tenant_with(&["sessions:manage"])
        .post("/api/messages/send", good.clone())
        .await
        .refused(403, "insufficient_scope");
    tenant
        .post("/api/sessions/support/stop", json!({}))
        .await
        .data(200);
    tenant
        .post("/api/messages/send", good)
        .await
        .refused(409, "session_not_connected");
}
