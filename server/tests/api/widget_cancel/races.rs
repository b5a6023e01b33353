//! A link that is cancelled at the same time as a scan.

use std::time::Duration;

use serde_json::{Value, json};
use sqlx::Executor as _;
use titan_connect::domain::session::Status;
use titan_connect::sessions::watch;

use super::{Link, opened, outcome};
use crate::support::{ANA, Live, TestService};

/// How often the race is run, each time with a new phone and link.
const ROUNDS: u32 = 12;

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
async fn agree(service: &TestService, link: &Link, answer: &Value, mut live: Live) {
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
/// `store/contract/links.rs` tests the commit itself on both databases.
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
