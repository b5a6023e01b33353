//! Webhooks: their signature, retries, and what they report.

use serde_json::{Value, json};
use titan_sandbox::MetaApp;

use crate::harness::{APP, Meta, SECRET, hmac_hex};
use crate::receiver::{Receiver, VERIFY_TOKEN};

async fn start() -> (Meta, Receiver) {
    let hook = Receiver::start().await;
    let mut app = MetaApp::new(APP, SECRET, "2001");
    app.webhook_url = Some(hook.url.clone());
    app.verify_token = Some(VERIFY_TOKEN.into());
    (Meta::with_app(app).await, hook)
}

#[tokio::test]
async fn a_webhook_is_signed_with_the_apps_secret() {
    let (meta, mut hook) = start().await;
    let right = |text: &str| Some(format!("sha256={}", hmac_hex(SECRET, text.as_bytes())));
    let send = |sign: &'static str| {
        let body = json!({ "appId": APP, "body": { "object": "x" }, "sign": sign });
        meta.control("webhooks", body)
    };
    send("right").await;
    let webhook = hook.next().await;
    assert_eq!(webhook.body(), json!({ "object": "x" }));
    assert_eq!(webhook.signature, right(&webhook.text));
    send("wrong").await;
    let webhook = hook.next().await;
    assert!(webhook.signature.is_some());
    assert_ne!(webhook.signature, right(&webhook.text));
    send("none").await;
    assert_eq!(hook.next().await.signature, None);
}

#[tokio::test]
async fn a_webhook_is_repeated_until_it_is_accepted() {
    let (meta, mut hook) = start().await;
    hook.answer(&[500, 403]);
    let (_, sent) = meta
        .control("webhooks", json!({ "appId": APP, "body": {} }))
        .await;
    assert_eq!(
        (&sent["data"][0]["attempts"], &sent["data"][0]["status"]),
        (&json!(3), &json!(200))
    );
    for _ in 0..3 {
        hook.next().await;
    }
    assert!(hook.is_empty());
}

#[tokio::test]
async fn a_webhook_is_given_up() {
    let (meta, hook) = start().await;
    hook.answer(&[500; 6]);
    let (_, sent) = meta
        .control("webhooks", json!({ "appId": APP, "body": {} }))
        .await;
    assert_eq!(
        (&sent["data"][0]["attempts"], &sent["data"][0]["status"]),
        (&json!(6), &json!(500))
    );
}

#[tokio::test]
async fn a_webhook_can_be_sent_several_times() {
    let (meta, mut hook) = start().await;
    let body = json!({ "appId": APP, "body": {}, "times": 3 });
    let (_, sent) = meta.control("webhooks", body).await;
    assert_eq!(sent["data"].as_array().unwrap().len(), 3);
    for _ in 0..3 {
        hook.next().await;
    }
    assert!(hook.is_empty());
}

#[tokio::test]
async fn webhooks_about_partners_name_the_partner() {
    let (meta, mut hook) = start().await;
    let azul = meta.azul().await;
    let account = json!({ "wabaId": azul.account });
    let check = |body: &Value, event: &str| {
        let entry = &body["entry"][0];
        assert_ne!(entry["id"], json!(azul.account));
        let value = &entry["changes"][0]["value"];
        assert_eq!(value["event"], event);
        assert_eq!(value["waba_info"]["waba_id"], json!(azul.account));
        assert_eq!(
            value["waba_info"]["owner_business_id"],
            json!(azul.business)
        );
    };
    meta.control("webhooks", json!({ "partnerAdded": account }))
        .await;
    check(&hook.next().await.body(), "PARTNER_ADDED");
    meta.token(&azul.account).await;
    meta.control("tokens", json!({ "removePartner": account }))
        .await;
    check(&hook.next().await.body(), "PARTNER_REMOVED");
    meta.control("tokens", json!({ "uninstallApp": account }))
        .await;
    check(&hook.next().await.body(), "PARTNER_APP_UNINSTALLED");
}

#[tokio::test]
async fn an_address_is_verified() {
    let (meta, hook) = start().await;
    let call = format!("apps/{APP}/verify-webhook");
    let (status, _) = meta.control(&call, json!({})).await;
    assert_eq!(status.as_u16(), 200);
    let mut app = MetaApp::new(APP, SECRET, "2001");
    app.webhook_url = Some(hook.url.clone());
    app.verify_token = Some("wrong".into());
    meta.control("apps", serde_json::to_value(app).unwrap())
        .await;
    let (status, body) = meta.control(&call, json!({})).await;
    assert_eq!(
        (status.as_u16(), &body["code"]),
        (422, &json!("webhook_not_verified"))
    );
}
