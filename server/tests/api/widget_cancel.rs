//! Cancelling a link, also at the same time as a scan.

mod races;

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::session::Status;
use titan_connect::domain::widget_session::Outcome;
use titan_connect::sessions::open_widget;

use crate::support::{ANA, TestService};

struct Link {
    id: String,
    session: String,
    token: String,
}

/// An opened link with a `callbackUrl`.
async fn opened(service: &TestService) -> Link {
    let body = json!({"mode": "qr", "callbackUrl": "https://app.example.com/done"});
    let widget = service.tenant().create_widget_session(body).await;
    let text = |field: &str| widget[field].as_str().unwrap().to_owned();
    let link = Link {
        id: text("id"),
        session: text("session"),
        token: text("widgetToken"),
    };
    assert_eq!(service.open(&link.token).await.status, 200);
    link
}

async fn outcome(service: &TestService, link: &Link) -> Value {
    let path = format!("/api/widget/sessions/{}", link.id);
    service.tenant().get(&path).await.data(200)["outcome"].clone()
}

#[tokio::test]
async fn cancelling_after_success_answers_connected_and_signs_no_cancelled() {
    let service = TestService::start().await;
    let link = opened(&service).await;
    let qr = service.tenant().qr(&link.session).await;
    service.scan(ANA, &qr).await.data(200);
    service.settled(&link.session, Status::Connected).await;

    let answer = service.widget_call("cancel", &link.token).await;

    assert!(
        !answer.text().contains("status=cancelled"),
        "{}",
        answer.text()
    );
    let view = answer.data(200);
    assert_eq!(view["step"], "connected", "{view}");
    let callback = view["callback"].as_str().unwrap();
    assert!(callback.contains("status=connected"), "{callback}");
    assert_eq!(outcome(&service, &link).await, "connected");
    service.settled(&link.session, Status::Connected).await;
}

#[tokio::test]
async fn cancelling_a_link_of_a_number_that_another_link_connected_answers_connected() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let body = json!({"sessionName": "support", "callbackUrl": "https://app.example.com/done"});
    let first = tenant.create_widget_session(body.clone()).await;
    let second = tenant.create_widget_session(body).await;
    let token = |widget: &Value| widget["widgetToken"].as_str().unwrap().to_owned();
    assert_eq!(service.open(&token(&first)).await.status, 200);
    let qr = tenant.qr("support").await;
    service.scan(ANA, &qr).await.data(200);
    service.settled("support", Status::Connected).await;

    let view = service
        .widget_call("cancel", &token(&second))
        .await
        .data(200);

    assert_eq!(view["step"], "connected", "{view}");
    service.settled("support", Status::Connected).await;
}

#[tokio::test]
async fn cancelling_twice_gives_the_same_answer() {
    let service = TestService::start().await;
    let link = opened(&service).await;
    for _ in 0..2 {
        let view = service.widget_call("cancel", &link.token).await.data(200);
        assert_eq!(view["step"], "cancelled", "{view}");
        assert!(
            view["callback"]
                .as_str()
                .unwrap()
                .contains("status=cancelled")
        );
    }
    assert_eq!(outcome(&service, &link).await, "cancelled");
}

#[tokio::test]
async fn cancelling_a_revoked_or_expired_link_is_refused() {
    let service = TestService::start().await;
    let (revoked, expired) = (opened(&service).await, opened(&service).await);
    let path = format!("/api/widget/sessions/{}", revoked.id);
    service.tenant().delete(&path).await.data(200);
    service
        .widget_call("cancel", &revoked.token)
        .await
        .refused(403, "invalid_widget_token");
    assert_eq!(outcome(&service, &revoked).await, "revoked");

    service.clock.advance(Duration::from_secs(15 * 60));
    service
        .widget_call("cancel", &expired.token)
        .await
        .refused(403, "invalid_widget_token");
    assert_eq!(outcome(&service, &expired).await, "expired");
}

#[tokio::test]
async fn a_cancelled_link_is_shown_as_cancelled_and_not_as_expired() {
    let service = TestService::start().await;
    let link = opened(&service).await;
    let mut live = service.live(&link.token).await;
    live.until("qr").await;
    service.widget_call("cancel", &link.token).await.data(200);
    let view = live
        .until_view(|view| view["step"] != "qr" && view["step"] != "preparing")
        .await;
    assert_eq!(view["step"], "cancelled", "{view}");
}

/// A live stream loads the link, draws its first view and then waits for a change.
#[tokio::test]
async fn a_cancel_between_loading_a_link_and_its_first_view_is_not_missed() {
    let service = TestService::start().await;
    let link = opened(&service).await;
    let loaded = open_widget::load(&service.app.sessions, &link.token).await;
    let mut loaded = loaded.expect("the link is open");
    service.widget_call("cancel", &link.token).await.data(200);

    loaded.latest();

    assert!(loaded.live.has_changed().unwrap());
    loaded.refresh(&service.app.sessions).await;
    assert_eq!(loaded.widget.outcome, Outcome::Cancelled);
}

#[tokio::test]
async fn cancelling_one_link_keeps_the_code_of_another_link() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let body = json!({"sessionName": "support"});
    let first = tenant.create_widget_session(body.clone()).await;
    let second = tenant.create_widget_session(body).await;
    let token = |widget: &Value| widget["widgetToken"].as_str().unwrap().to_owned();
    assert_eq!(service.open(&token(&first)).await.status, 200);
    assert_eq!(service.open(&token(&second)).await.status, 200);

    service
        .widget_call("cancel", &token(&first))
        .await
        .data(200);

    let mut live = service.live(&token(&second)).await;
    let (_, boot) = live.next().await.unwrap();
    assert_eq!(boot["view"]["step"], "qr", "{boot}");
}
