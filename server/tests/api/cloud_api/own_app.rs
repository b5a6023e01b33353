//! A customer's own Meta app: its address, its secret, and what Meta reports to it.

use serde_json::{Value, json};
use titan_connect::domain::session::Status;
use titan_connect::sessions::cloud_watch;

use crate::support::meta::{Account, SignupLink};
use crate::support::{Receiver, TestService, outbox::webhook};

const APP_ID: &str = "555000111";
const CONFIG_ID: &str = "555000222";
const SECRET: &str = "aaaabbbbccccddddeeeeffff00001111";
const NEW_SECRET: &str = "11110000ffffeeeeddddccccbbbbaaaa";

fn app(secret: &str) -> Value {
    json!({"appId": APP_ID, "configId": CONFIG_ID, "appSecret": secret})
}

async fn link(service: &TestService, session: &str, secret: &str) -> SignupLink {
    let fields = json!({"sessionName": session, "metaApp": app(secret)});
    service.signup_link(fields).await
}

/// The person grants access to this app.
async fn sign_up(service: &TestService, link: &SignupLink, account: &Account) -> Value {
    service
        .signup(link, json!({"type": "begin"}))
        .await
        .data(200);
    let mut live = service.live(&link.token).await;
    let code = service.grant_for(APP_ID, account).await;
    let code = json!({"type": "code", "code": code});
    service.signup(link, code).await.data(200);
    live.until_signup_rests().await
}

/// The company does in Meta's dashboard what docs/EMBEDDING.md says.
async fn enter_in_dashboard(service: &TestService, secret: &str) {
    let apps = service.tenant().get("/api/account/meta-apps").await;
    let apps = apps.data(200);
    let mut apps = apps.as_array().unwrap().iter();
    let listed = apps.find(|it| it["appId"] == APP_ID).unwrap();
    let mut entry = app(secret);
    entry["webhookUrl"] = listed["webhookUrl"].clone();
    entry["verifyToken"] = listed["verifyToken"].clone();
    entry["requireProof"] = json!(true);
    service.meta("apps", entry).await;
    let verify = format!("apps/{APP_ID}/verify-webhook");
    service.meta(&verify, json!({})).await;
}

async fn connected() -> (TestService, Account) {
    let service = TestService::start_with_meta().await;
    let account = service
        .business(json!([{"phoneNumber": "+5511912345678"}]))
        .await;
    let link = link(&service, "shop", SECRET).await;
    enter_in_dashboard(&service, SECRET).await;
    let view = sign_up(&service, &link, &account).await;
    assert_eq!(view["step"], "connected", "{view}");
    service.settled("shop", Status::Connected).await;
    (service, account)
}

#[tokio::test]
async fn its_webhooks_reach_the_session() {
    let (service, account) = connected().await;
    let mut receiver = Receiver::start().await;
    webhook(
        &service.tenant(),
        &receiver,
        json!({"events": ["message.received"]}),
    )
    .await;
    let call = format!("numbers/{}/receive", account.number_id(0));
    let message = json!({"from": "+5511988887777", "text": "Hello"});
    service.meta(&call, message).await;
    let payload = receiver.next().await.is("message.received");
    assert_eq!(payload["text"], "Hello", "{payload}");
}

#[tokio::test]
async fn an_app_is_listed_without_its_secret_until_nothing_uses_it() {
    let (service, _) = connected().await;
    let tenant = service.tenant();
    let listed = async || {
        let answer = tenant.get("/api/account/meta-apps").await;
        let text = answer.text();
        assert!(!text.contains(SECRET), "{text}");
        text.contains(APP_ID)
    };
    assert!(listed().await);
    tenant.delete("/api/sessions/shop").await.data(200);
    cloud_watch::check(&service.app.sessions).await.unwrap();
    assert!(!listed().await);
}

#[tokio::test]
async fn a_wrong_secret_is_named_and_the_right_one_connects() {
    let service = TestService::start_with_meta().await;
    let account = service
        .business(json!([{"phoneNumber": "+5511912345678"}]))
        .await;
    let wrong = link(&service, "shop", NEW_SECRET).await;
    enter_in_dashboard(&service, SECRET).await;
    let view = sign_up(&service, &wrong, &account).await;
    assert_eq!(view["signup"]["problem"], "app_configuration", "{view}");
    let right = link(&service, "shop", SECRET).await;
    let view = sign_up(&service, &right, &account).await;
    assert_eq!(view["step"], "connected", "{view}");
}

/// A link with the new secret is all that a company has to make; sessions that use the app work again.
#[tokio::test]
async fn a_secret_that_was_changed_at_meta_is_replaced_by_the_next_link() {
    let (service, account) = connected().await;
    let receive = format!("numbers/{}/receive", account.number_id(0));
    let message = json!({"from": "+5511988887777", "text": "Hello"});
    service.meta(&receive, message).await;
    let change = json!({"changeSecret": {"appId": APP_ID, "appSecret": NEW_SECRET}});
    service.meta("tokens", change).await;
    let send = async || {
        let body = json!({"session": "shop", "chatId": "5511988887777@s.whatsapp.net", "text": "Yes", "type": "text"});
        service.tenant().post("/api/messages/send", body).await
    };
    let refused = send().await;
    assert!(
        refused.text().contains("appsecret_proof"),
        "{}",
        refused.text()
    );
    refused.refused(502, "not_sent");
    let shop = service.tenant().get("/api/sessions/shop").await.data(200);
    assert_eq!(
        shop["status"], "CONNECTED",
        "the customer's access has not ended"
    );

    link(&service, "another", NEW_SECRET).await;

    let sent = send().await.data(200);
    assert!(sent["id"].is_string(), "{sent}");
}

#[tokio::test]
async fn a_code_of_another_app_connects_nothing() {
    let service = TestService::start_with_meta().await;
    let account = service
        .business(json!([{"phoneNumber": "+5511912345678"}]))
        .await;
    let link = link(&service, "shop", SECRET).await;
    enter_in_dashboard(&service, SECRET).await;
    let operators = service.signed_up(&link, &account).await;
    assert_ne!(operators["step"], "connected", "{operators}");
    let counts = service.meta_counts().await;
    assert_eq!(counts["subscribe"], Value::Null, "{counts}");
}
