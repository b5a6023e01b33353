//! What is left of links is deleted some time after they ended, and nothing that anybody still uses.

mod kept;
mod races;

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::session::Status;
use titan_connect::runtime::metrics::PurgedRows;
use titan_connect::sessions::{expiry, purge};
use titan_connect::webhooks::maintenance;

use crate::support::outbox::{all_delivered, log_until, webhook};
use crate::support::{ANA, Receiver, TestService, on_both_databases};

on_both_databases!(
    an_abandoned_link_leaves_nothing_but_its_figures,
    a_link_is_kept_until_its_time_is_over,
    pending_events_of_a_deleted_session_are_delivered,
    limits_of_phone_codes_are_deleted_when_they_no_longer_apply,
);

/// Longer than links are kept by default.
const LONG: Duration = Duration::from_hours(73);

struct Link {
    id: String,
    token: String,
    session: String,
}

impl Link {
    async fn create(service: &TestService, body: Value) -> Self {
        let widget = service.tenant().create_widget_session(body).await;
        let text = |field: &str| widget[field].as_str().unwrap().to_owned();
        Link {
            id: text("id"),
            token: text("widgetToken"),
            session: text("session"),
        }
    }

    /// Created, and opened in a browser.
    async fn open(service: &TestService, body: Value) -> Self {
        let link = Self::create(service, body).await;
        assert_eq!(service.open(&link.token).await.status, 200);
        link
    }

    async fn exists(&self, service: &TestService) -> bool {
        let path = format!("/api/widget/sessions/{}", self.id);
        let answer = service.tenant().get(&path).await;
        match answer.status.as_u16() {
            404 => answer.refused(404, "widget_session_not_found"),
            _ => assert_eq!(answer.data(200)["id"], self.id),
        }
        answer.status == 200
    }

    async fn session_exists(&self, service: &TestService) -> bool {
        let path = format!("/api/sessions/{}", self.session);
        let answer = service.tenant().get(&path).await;
        match answer.status.as_u16() {
            404 => answer.refused(404, "session_not_found"),
            _ => assert_eq!(answer.data(200)["name"], self.session),
        }
        answer.status == 200
    }
}

/// Ends the links that have expired, and deletes what is left of old ones.
async fn purge(service: &TestService) -> PurgedRows {
    let sessions = &service.app.sessions;
    expiry::end_expired_links(sessions).await.unwrap();
    purge::run_once(sessions).await.unwrap()
}

async fn until(what: &str, mut is: impl AsyncFnMut() -> bool) {
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    for _ in 0..500 {
        ticks.tick().await;
        if is().await {
            return;
        }
    }
    panic!("{what} did not come about");
}

async fn count(service: &TestService, table: &str) -> i64 {
    use sqlx::{AssertSqlSafe, Connection as _};
    let mut database = service.database().await;
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let count = sqlx::query_scalar(AssertSqlSafe(sql));
    let count = count.fetch_one(&mut database).await.unwrap();
    database.close().await.unwrap();
    count
}

async fn stats(service: &TestService, day: &str) -> Value {
    let path = format!("/api/widget/stats?from={day}&to={day}");
    service.tenant().get(&path).await.data(200)
}

async fn an_abandoned_link_leaves_nothing_but_its_figures(service: TestService) {
    let day = service.app.now().to_string()[..10].to_owned();
    let never_opened = Link::create(&service, json!({})).await;
    let named = Link::create(&service, json!({"sessionName": "named"})).await;
    let left = Link::open(&service, json!({"mode": "qr"})).await;
    let revoked = Link::open(&service, json!({})).await;
    let path = format!("/api/widget/sessions/{}", revoked.id);
    service.tenant().delete(&path).await.data(200);
    service.clock.advance(Duration::from_mins(16));
    let before = stats(&service, &day).await;
    assert_eq!(before["steps"]["created"], 4, "{before}");
    assert_eq!(before["times"]["shown"]["links"], 2, "{before}");

    let page = service.open(&left.token).await;
    assert_eq!(page.status, 403, "expired");

    service.clock.advance(LONG);
    let purged = purge(&service).await;
    let expected = PurgedRows {
        links: 4,
        sessions: 4,
        funnel: 4,
        ..PurgedRows::default()
    };
    assert_eq!(purged, expected);
    for link in [&never_opened, &named, &left, &revoked] {
        assert!(!link.exists(&service).await, "{}", link.session);
        assert!(!link.session_exists(&service).await, "{}", link.session);
        assert_eq!(service.open(&link.token).await.status, page.status);
    }
    maintenance::run_once(&service.app.webhooks).await.unwrap();
    for table in [
        "widget_sessions",
        "sessions",
        "funnel",
        "events",
        "engine_keys",
        "session_history",
        "session_purges",
        "webhook_lanes",
    ] {
        assert_eq!(count(&service, table).await, 0, "{table}");
    }
    assert_eq!(stats(&service, &day).await, before, "the same figures");
    until("an end of every task and view", async || {
        service.app.sessions.drivers.count() == 0 && service.app.sessions.hub.is_empty()
    })
    .await;
    service.counts(r#"titan_purged_rows_total{kind="link"} 4"#);
    service.counts(r#"titan_purged_rows_total{kind="session"} 4"#);
    assert_eq!(purge(&service).await, PurgedRows::default(), "done");
}

async fn a_link_is_kept_until_its_time_is_over(service: TestService) {
    let link = Link::create(&service, json!({})).await;
    service.clock.advance(Duration::from_hours(72));
    assert_eq!(purge(&service).await, PurgedRows::default());
    assert!(link.exists(&service).await);
    service.clock.advance(Duration::from_mins(16));
    purge(&service).await;
    assert!(!link.exists(&service).await);
    // Its session's name is free again, also for another link.
    let again = Link::open(&service, json!({"sessionName": link.session})).await;
    let qr = service.tenant().qr(&again.session).await;
    service.scan(ANA, &qr).await.data(200);
    service.settled(&again.session, Status::Connected).await;
}

async fn pending_events_of_a_deleted_session_are_delivered(service: TestService) {
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    webhook(&tenant, &receiver, json!({})).await;
    service.crash_outbox().await;
    let link = Link::open(&service, json!({"mode": "qr"})).await;
    service.clock.advance(LONG + Duration::from_hours(1));
    let purged = purge(&service).await;
    assert_eq!((purged.links, purged.sessions, purged.queues), (1, 1, 0));
    maintenance::run_once(&service.app.webhooks).await.unwrap();
    let events = count(&service, "events").await;
    assert!(events > 0, "they wait for the webhook");

    service.start_outbox();
    let seen = receiver.until("session.status").await;
    assert_eq!(seen[0].json()["session"], link.session);
    log_until(&tenant, 1, all_delivered).await;
    receiver.forget_the_rest();
    let log = log_until(&tenant, 1, all_delivered).await;
    assert_eq!(i64::try_from(log.len()).unwrap(), events, "none is lost");
    // The outbox marks the queue as empty after the last delivery.
    until("an empty queue", async || purge(&service).await.queues == 1).await;
    assert_eq!(count(&service, "webhook_lanes").await, 0);
    service.clock.advance(Duration::from_hours(25));
    maintenance::run_once(&service.app.webhooks).await.unwrap();
    assert_eq!(count(&service, "events").await, 0);
}

async fn limits_of_phone_codes_are_deleted_when_they_no_longer_apply(service: TestService) {
    let link = Link::open(&service, json!({})).await;
    let request = service.http.post(format!("{}/widget/phone", service.url));
    let request = request
        .bearer_auth(&link.token)
        .json(&json!({"phoneNumber": ANA}));
    assert_eq!(request.send().await.unwrap().status(), 200);
    service
        .clock
        .advance(Duration::from_hours(24) - Duration::from_millis(1));
    assert_eq!(purge(&service).await.code_limits, 0);
    service.clock.advance(Duration::from_millis(1));
    assert_eq!(purge(&service).await.code_limits, 1);
    assert_eq!(count(&service, "code_limits").await, 0);
}
