//! Sending messages, and the webhooks that report their progress.

use serde_json::{Value, json};
use titan_sandbox::MetaApp;

use crate::harness::{APP, Meta, SECRET, numbers};
use crate::receiver::Receiver;

const CUSTOMER: &str = "+5521977770001";

struct Shop {
    meta: Meta,
    hook: Receiver,
    token: String,
    number: String,
}

impl Shop {
    /// A registered number whose WABA's webhooks the app receives.
    async fn open() -> Shop {
        let hook = Receiver::start().await;
        let mut app = MetaApp::new(APP, SECRET, "2001");
        app.webhook_url = Some(hook.url.clone());
        let meta = Meta::with_app(app).await;
        let azul = meta.azul().await;
        let token = meta.token(&azul.account).await;
        let path = format!("/{}/subscribed_apps", azul.account);
        meta.post(&token, &path, json!({})).await.unwrap();
        Shop {
            meta,
            hook,
            token,
            number: azul.coexistence,
        }
    }

    async fn send(&self, content: Value) -> Result<Value, Value> {
        let mut body = json!({ "messaging_product": "whatsapp", "to": CUSTOMER });
        for (name, value) in content.as_object().unwrap() {
            body[name] = value.clone();
        }
        let path = format!("/{}/messages", self.number);
        self.meta.post(&self.token, &path, body).await
    }

    async fn next_status(&mut self) -> Value {
        let body = self.hook.next().await.body();
        body["entry"][0]["changes"][0]["value"]["statuses"][0].clone()
    }
}

fn text() -> Value {
    json!({ "type": "text", "text": { "body": "Bom dia" } })
}

fn template(name: &str) -> Value {
    let template = json!({ "name": name, "language": { "code": "en_US" } });
    json!({ "type": "template", "template": template })
}

#[tokio::test]
async fn a_template_is_sent_delivered_and_read() {
    let mut shop = Shop::open().await;
    let sent = shop.send(template("hello_world")).await.unwrap();
    assert_eq!(
        sent["contacts"],
        json!([{ "input": CUSTOMER, "wa_id": "5521977770001" }])
    );
    for expected in ["sent", "delivered", "read"] {
        let status = shop.next_status().await;
        assert_eq!(status["status"], expected);
        assert_eq!(status["id"], sent["messages"][0]["id"]);
    }
}

#[tokio::test]
async fn text_is_delivered_within_a_day_after_the_customer_wrote() {
    let mut shop = Shop::open().await;
    let call = format!("numbers/{}/receive", shop.number);
    let incoming = json!({ "from": CUSTOMER, "name": "Rui", "text": "Oi" });
    let (_, received) = shop.meta.control(&call, incoming).await;
    assert_eq!(received["data"]["webhooks"], 1);
    let value = shop.hook.next().await.body()["entry"][0]["changes"][0]["value"].clone();
    assert_eq!(value["messages"][0]["text"]["body"], "Oi");
    assert_eq!(value["contacts"][0]["profile"]["name"], "Rui");
    assert_eq!(value["metadata"]["phone_number_id"], json!(shop.number));
    shop.meta.advance(24 * 3600 - 60).await;
    shop.send(text()).await.unwrap();
    for expected in ["sent", "delivered", "read"] {
        assert_eq!(shop.next_status().await["status"], expected);
    }
    shop.meta.advance(60).await;
    shop.send(text()).await.unwrap();
    let status = shop.next_status().await;
    assert_eq!(
        (&status["status"], &status["errors"][0]["code"]),
        (&json!("failed"), &json!(131047))
    );
}

#[tokio::test]
async fn invalid_messages_are_rejected() {
    let shop = Shop::open().await;
    let table = [
        (template("unknown"), (404, 132001)),
        (json!({ "type": "template", "template": {} }), (400, 100)),
        (json!({ "type": "text", "text": {} }), (400, 100)),
        (
            json!({ "type": "text", "text": { "body": "" } }),
            (400, 100),
        ),
        (json!({ "type": "telegram" }), (400, 100)),
        (
            json!({ "to": "abc", "type": "text", "text": { "body": "x" } }),
            (400, 131009),
        ),
        (json!({ "to": null }), (400, 100)),
        (json!({ "messaging_product": "sms" }), (400, 100)),
    ];
    for (content, (status, code)) in table {
        let result = shop.send(content.clone()).await;
        assert_eq!(numbers(&result), (status, code, None), "{content}");
    }
    assert!(shop.hook.is_empty());
}

#[tokio::test]
async fn an_unregistered_number_sends_and_receives_nothing() {
    let mut shop = Shop::open().await;
    shop.number = shop.meta.azul().await.plain;
    let result = shop.send(text()).await;
    assert_eq!(numbers(&result), (400, 133010, None));
    let call = format!("numbers/{}/receive", shop.number);
    let incoming = json!({ "from": CUSTOMER, "text": "Oi" });
    let (status, _) = shop.meta.control(&call, incoming).await;
    assert_eq!(status.as_u16(), 422);
}
