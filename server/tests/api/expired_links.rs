//! A link that has expired has no part in what its session does later, unless its own attempt was begun in time.

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::session::Status;

use crate::support::{ANA, TestService, on_both_databases};

on_both_databases!(
    an_expired_link_is_not_connected_by_another,
    a_link_that_expires_during_the_login_is_connected,
    an_expired_link_does_not_fail_with_another,
);

struct Link {
    id: String,
    token: String,
}

/// A link of the session `support` that a browser has opened.
async fn opened(service: &TestService, fields: Value) -> Link {
    let mut body = json!({"sessionName": "support", "mode": "qr"});
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    let widget = service.tenant().create_widget_session(body).await;
    let text = |field: &str| widget[field].as_str().unwrap().to_owned();
    let link = Link {
        id: text("id"),
        token: text("widgetToken"),
    };
    assert_eq!(service.open(&link.token).await.status, 200);
    link
}

/// Two links, of which the first has expired.
async fn one_expired(service: &TestService) -> [Link; 2] {
    let first = opened(service, json!({})).await;
    service.advance(Duration::from_mins(10));
    let second = opened(service, json!({})).await;
    service.advance(Duration::from_mins(6));
    [first, second]
}

async fn scan(service: &TestService) {
    let qr = service.tenant().qr("support").await;
    service.scan(ANA, &qr).await.data(200);
}

async fn outcome(service: &TestService, id: &str) -> Value {
    let path = format!("/api/widget/sessions/{id}");
    service.tenant().get(&path).await.data(200)["outcome"].clone()
}

/// The links that an event reports on.
async fn reported(service: &TestService, event: &str) -> Vec<Value> {
    let events = service.app.store.events(&"default".into(), "support").await;
    let of_event = events.unwrap().into_iter().filter(|one| one.0 == event);
    of_event.map(|(_, payload)| payload["id"].clone()).collect()
}

async fn an_expired_link_is_not_connected_by_another(service: TestService) {
    let [first, second] = one_expired(&service).await;
    scan(&service).await;
    service.settled("support", Status::Connected).await;

    assert_eq!(outcome(&service, &first.id).await, "expired");
    assert_eq!(outcome(&service, &second.id).await, "connected");
    assert_eq!(
        reported(&service, "widget.completed").await,
        [json!(second.id)]
    );
}

/// Every link that was valid when the phone scanned is connected, however long the login takes.
async fn a_link_that_expires_during_the_login_is_connected(service: TestService) {
    let [first, second] = one_expired(&service).await;
    let refuse = |times| json!({"refuseLogins": {"reason": 503, "times": times}});
    service.fault(refuse(1000)).await;
    scan(&service).await;
    service.settled("support", Status::LoggingIn).await;
    service.advance(Duration::from_mins(30));
    service.fault(refuse(1)).await;
    service.settled("support", Status::Connected).await;

    assert_eq!(outcome(&service, &first.id).await, "expired");
    assert_eq!(outcome(&service, &second.id).await, "connected");
    assert_eq!(
        reported(&service, "widget.completed").await,
        [json!(second.id)]
    );
}

async fn an_expired_link_does_not_fail_with_another(service: TestService) {
    let [first, second] = one_expired(&service).await;
    let mut page = service.live(&second.token).await;
    service.fault(json!({"demandPasskey": {"times": 1}})).await;
    let qr = service.tenant().qr("support").await;
    let _rejected = service.scan(ANA, &qr).await;
    page.until("failed").await;

    assert_eq!(
        reported(&service, "widget.failed").await,
        [json!(second.id)]
    );
    let path = format!("/api/widget/sessions/{}", first.id);
    let shown = service.tenant().get(&path).await.data(200);
    assert_eq!(shown["reason"], Value::Null);
}

/// The person is in Meta's window, and the link waits for the result a while longer: its page shows the number, too.
#[tokio::test]
async fn a_link_with_a_signup_under_way_is_connected_by_a_scan() {
    let service = TestService::start_with_meta().await;
    let signup = opened(&service, json!({"mode": "all"})).await;
    let body = json!({"type": "begin"});
    service.signup_with(&signup.token, body).await.data(200);
    let expired = opened(&service, json!({"mode": "all"})).await;
    service.advance(Duration::from_mins(10));
    let scanned = opened(&service, json!({})).await;
    service.advance(Duration::from_mins(6));
    scan(&service).await;
    service.settled("support", Status::Connected).await;

    assert_eq!(outcome(&service, &expired.id).await, "expired");
    let mut expected = [json!(signup.id), json!(scanned.id)];
    expected.sort_by_key(Value::to_string);
    assert_eq!(reported(&service, "widget.completed").await, expected);
}
