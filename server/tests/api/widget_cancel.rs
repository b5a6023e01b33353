//! Cancelling a link, also at the same time as a scan.

use std::time::Duration;

use serde_json::{Value, json};
use sqlx::Executor as _;
use titan_connect::domain::session::Status;
use titan_connect::sessions::watch;

use crate::support::{ANA, TestService};

/// How often the race is run, each time with a new phone and link.
const ROUNDS: u32 = 12;

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

/// The state in which the person cancels.
#[derive(Clone, Copy)]
enum Moment {
    BesideTheScan,
    OncePhoneAccepted,
    AfterTheScan,
}

impl Moment {
    fn of(round: u32) -> Self {
        match round % 3 {
            0 => Moment::BesideTheScan,
            1 => Moment::OncePhoneAccepted,
            _ => Moment::AfterTheScan,
        }
    }
}

async fn race(service: &TestService, round: u32) {
    let link = opened(service).await;
    let phone = format!("+55119888{round:05}");
    service.add_phone(&phone).await;
    let qr = service.tenant().qr(&link.session).await;
    let mut live = service.live(&link.token).await;
    live.until("qr").await;
    // The phone's scan may be rejected; what matters is what both sides show afterwards.
    let (answer, seen) = match Moment::of(round) {
        Moment::BesideTheScan => {
            let (_scanned, answer) = tokio::join!(
                service.scan(&phone, &qr),
                service.widget_call("cancel", &link.token)
            );
            (answer, live)
        }
        Moment::OncePhoneAccepted => {
            let cancel = async {
                live.until_view(|view| view["step"] != "qr").await;
                service.widget_call("cancel", &link.token).await
            };
            let (_scanned, answer) = tokio::join!(service.scan(&phone, &qr), cancel);
            // Reads a new stream, because this one was read past `scanned`.
            (answer, service.live(&link.token).await)
        }
        Moment::AfterTheScan => {
            let _scanned = service.scan(&phone, &qr).await;
            (service.widget_call("cancel", &link.token).await, live)
        }
    };
    agree(service, &link, &answer.data(200), seen).await;
}

/// The response, the page, the link and the session agree.
async fn agree(service: &TestService, link: &Link, answer: &Value, mut live: crate::support::Live) {
    let last = |view: &Value| {
        matches!(
            view["step"].as_str(),
            Some("connected" | "cancelled" | "expired" | "failed")
        )
    };
    let shown = live.until_view(last).await;
    let ended = outcome(service, link).await;
    assert_eq!(shown["step"], ended, "the page and the link: {shown}");
    if ended == "cancelled" {
        assert_eq!(answer["step"], "cancelled", "{answer}");
        is_undone(service, &link.session).await;
    } else {
        // The service may have handled the scan before the page showed it.
        assert!(!answer.to_string().contains("status=cancelled"), "{answer}");
        service.settled(&link.session, Status::Connected).await;
    }
}

/// Waits until the session has ended and no device is linked.
async fn is_undone(service: &TestService, name: &str) {
    let session = service
        .app
        .store
        .session_by_name(&"default".into(), name)
        .await
        .unwrap()
        .unwrap();
    let watched = watch::watch(&service.app.sessions, &session.id).await;
    let mut live = watched.unwrap().unwrap();
    let undone = live.wait_for(|live| {
        matches!(live.session.status(), Status::Disconnected(_)) && live.session.account().is_none()
    });
    let undone = tokio::time::timeout(Duration::from_secs(20), undone).await;
    undone.expect("the session ends in time").unwrap();
}

async fn races(service: TestService) {
    let rounds = (0..ROUNDS).map(|round| race(&service, round));
    futures_util::future::join_all(rounds).await;
}

/// The critical moment: after the check for open links, during the commit of the login. The link's row is locked
/// until the commit waits for it, and cancelled under that lock. SQLite has no such lock to wait for;
/// `store/contract.rs` tests the commit itself on both databases.
#[tokio::test]
async fn a_link_cancelled_during_the_commit_links_no_number_on_postgres() {
    let service = TestService::start_on_postgres().await;
    let link = opened(&service).await;
    let qr = service.tenant().qr(&link.session).await;
    let mut holder = service.database().await;
    let lock = "BEGIN; SELECT 1 FROM widget_sessions FOR UPDATE";
    holder.execute(lock).await.unwrap();
    service.scan(ANA, &qr).await.data(200);
    wait_until_blocked(&service).await;
    let cancel = "UPDATE widget_sessions SET outcome = 'cancelled'; COMMIT";
    holder.execute(cancel).await.unwrap();

    is_undone(&service, &link.session).await;
    assert_eq!(outcome(&service, &link).await, "cancelled");
    assert_eq!(service.phones().await[0]["devices"], json!([]));
    let events = service
        .app
        .store
        .events(&"default".into(), &link.session)
        .await;
    for (name, _) in events.unwrap() {
        assert!(!["session.connected", "widget.completed"].contains(&name.as_str()));
    }
}

/// Waits until a statement of the service waits for a lock.
async fn wait_until_blocked(service: &TestService) {
    let mut observer = service.database().await;
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    for _ in 0..500 {
        ticks.tick().await;
        let blocked = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE widget_sessions%'";
        if !observer.fetch_all(blocked).await.unwrap().is_empty() {
            return;
        }
    }
    panic!("the service did not come to the commit");
}

#[tokio::test]
async fn cancelling_during_a_scan_has_one_outcome_on_sqlite() {
    races(TestService::start().await).await;
}

#[tokio::test]
async fn cancelling_during_a_scan_has_one_outcome_on_postgres() {
    races(TestService::start_on_postgres().await).await;
}
