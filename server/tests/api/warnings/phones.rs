//! A phone that is off for days.

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::session::Status;
use titan_connect::sessions::phone_watch;

use super::events;
use crate::support::{ANA, TestService};

const BIA: &str = "+5521988880002";
const DAY: Duration = Duration::from_secs(24 * 3600);

async fn warnings(service: &TestService) -> Vec<Value> {
    phone_watch::check(&service.app.sessions).await.unwrap();
    events(service, "support", "session.phone_offline").await
}

/// When the session's phone gave its last sign.
async fn seen_at(service: &TestService) -> i64 {
    use sqlx::Row as _;
    let mut database = service.database().await;
    let row = sqlx::query("SELECT phone_seen_at FROM session_watch")
        .fetch_one(&mut database)
        .await
        .unwrap();
    row.get(0)
}

/// Waits for a sign of the phone later than `earlier`.
async fn sign_after(service: &TestService, earlier: i64) {
    let sign = async {
        while seen_at(service).await <= earlier {
            service.spend_time(1).await;
        }
    };
    let sign = tokio::time::timeout(Duration::from_secs(20), sign).await;
    sign.expect("a sign in time");
}

#[tokio::test]
async fn a_phone_that_was_off_for_ten_days_is_reported_once_on_sqlite() {
    a_phone_that_was_off_for_ten_days_is_reported_once(TestService::start().await).await;
}

#[tokio::test]
async fn a_phone_that_was_off_for_ten_days_is_reported_once_on_postgres() {
    let service = TestService::start_on_postgres().await;
    a_phone_that_was_off_for_ten_days_is_reported_once(service).await;
}

async fn a_phone_that_was_off_for_ten_days_is_reported_once(service: TestService) {
    service.connect_ana().await;
    service
        .fault(json!({"phoneOff": {"phoneNumber": ANA}}))
        .await;
    let linked_at = seen_at(&service).await;
    service.advance(9 * DAY);
    assert!(warnings(&service).await.is_empty());
    service.advance(DAY);
    let found = warnings(&service).await;
    assert_eq!(found.len(), 1);
    let time = |field: &str| {
        let text = found[0][field].as_str().unwrap();
        titan_connect::domain::time::Timestamp::parse(text)
            .unwrap()
            .as_millis()
    };
    assert_eq!(time("lastSeenAt"), linked_at);
    assert_eq!(time("unlinksAt"), linked_at + 14 * 24 * 3_600_000);
    service.advance(DAY);
    assert_eq!(warnings(&service).await.len(), 1);
    service.counts("titan_phones_offline_total 1");
}

#[tokio::test]
async fn a_phone_that_confirms_what_the_session_sends_is_online() {
    let service = TestService::with_ana_connected().await;
    service.advance(9 * DAY);
    let earlier = seen_at(&service).await;
    // A new client, because one client reports a sign once an hour of real time.
    for step in ["stop", "start"] {
        let path = format!("/api/sessions/support/{step}");
        service.tenant().post(&path, json!({})).await.data(200);
    }
    service.settled("support", Status::Connected).await;
    let message = json!({
        "session": "support", "chatId": "5521988880002@s.whatsapp.net", "type": "text", "text": "oi",
    });
    let sent = service.tenant().post("/api/messages/send", message).await;
    sent.data(200);
    sign_after(&service, earlier).await;
    service.advance(2 * DAY);
    assert!(warnings(&service).await.is_empty());
}

#[tokio::test]
async fn a_session_that_was_not_connected_has_an_hour_to_hear_of_its_phone() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    tenant
        .post("/api/sessions/support/stop", json!({}))
        .await
        .data(200);
    service.advance(11 * DAY);
    assert!(warnings(&service).await.is_empty(), "it hears nothing");
    tenant
        .post("/api/sessions/support/start", json!({}))
        .await
        .data(200);
    service.settled("support", Status::Connected).await;
    assert!(
        warnings(&service).await.is_empty(),
        "it has just begun to listen"
    );
    service.advance(Duration::from_secs(3600));
    assert_eq!(warnings(&service).await.len(), 1);
    // What the phone does from now on is heard.
    let earlier = seen_at(&service).await;
    service.send(ANA, BIA, "de volta").await.data(200);
    sign_after(&service, earlier).await;
    service.advance(DAY);
    assert_eq!(warnings(&service).await.len(), 1);
}
