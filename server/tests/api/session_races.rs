//! Concurrent calls on one session, in any order: every task stays reachable, and a deleted session leaves no rows.

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::session::Status;
use titan_connect::sessions::unlinking;

use crate::support::{ANA, TestService};

const ROUNDS: u32 = 12;

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

async fn linked(service: &TestService) -> bool {
    let has = |phone: &Value| phone["devices"] != json!([]);
    service.phones().await.iter().any(has)
}

async fn deleting_races_with_starting(service: TestService) {
    let tenant = service.tenant();
    for round in 0..ROUNDS {
        let name = format!("race-{round}");
        let path = format!("/api/sessions/{name}");
        let start = format!("{path}/start");
        tenant.create_session(&name).await;
        let id = service.settled(&name, Status::Scanning).await.id;
        let qr = tenant.qr(&name).await;
        let deleting = async {
            service.spend_time(round % 4).await;
            tenant.delete(&path).await
        };
        let starting = async || {
            for _ in 0..4 {
                let started = tenant.post(&start, json!({})).await;
                assert!(
                    [200, 404].contains(&started.status.as_u16()),
                    "{}",
                    started.text()
                );
            }
        };
        let (scanned, deleted, (), ()) =
            tokio::join!(service.scan(ANA, &qr), deleting, starting(), starting());
        drop(scanned);
        assert_eq!(deleted.status, 200, "{}", deleted.text());
        tenant.get(&path).await.refused(404, "session_not_found");
        until("an end of every task", async || {
            service.app.sessions.drivers.count() == 0
        })
        .await;
        // Keys are kept as long as they are needed to unlink the phone.
        until("an end of the unlinking", async || {
            if service.app.store.unlinkings().await.unwrap() == 0 {
                return true;
            }
            service.clock.advance(Duration::from_mins(2));
            unlinking::retry_due(&service.app.sessions).await.unwrap();
            false
        })
        .await;
        let keys = engine::KeyStore::list(&service.app.store, &id, "device")
            .await
            .unwrap();
        assert!(keys.is_empty(), "round {round}: keys of a deleted session");
        until("an unlinked phone", async || !linked(&service).await).await;
        tenant.create_session(&name).await;
        tenant.delete(&path).await.data(200);
    }
}

#[tokio::test]
async fn deleting_while_starting_deletes_all_rows_on_sqlite() {
    deleting_races_with_starting(TestService::start().await).await;
}

#[tokio::test]
async fn deleting_while_starting_deletes_all_rows_on_postgres() {
    deleting_races_with_starting(TestService::start_on_postgres().await).await;
}

/// A stop during a scan: the account is recorded, or nothing is linked.
async fn stopping_races_with_a_scan(service: TestService) {
    let tenant = service.tenant();
    for round in 0..ROUNDS {
        let name = format!("stop-{round}");
        let path = format!("/api/sessions/{name}");
        let stop = format!("{path}/stop");
        tenant.create_session(&name).await;
        let qr = tenant.qr(&name).await;
        let stopping = async {
            service.spend_time(round).await;
            tenant.post(&stop, json!({})).await.data(200)
        };
        let (_scanned, stopped) = tokio::join!(service.scan(ANA, &qr), stopping);
        assert_eq!(stopped["statusReason"], "MANUAL_STOP");
        if linked(&service).await {
            let session = tenant.get(&path).await.data(200);
            assert_eq!(
                session["phoneNumber"], ANA,
                "round {round}: linked and not recorded"
            );
        }
        let deleted = tenant.delete(&path).await.data(200);
        assert!(
            !linked(&service).await,
            "round {round}: linked after {deleted}"
        );
    }
}

#[tokio::test]
async fn stopping_during_a_scan_records_the_account_on_sqlite() {
    stopping_races_with_a_scan(TestService::start().await).await;
}

#[tokio::test]
async fn stopping_during_a_scan_records_the_account_on_postgres() {
    stopping_races_with_a_scan(TestService::start_on_postgres().await).await;
}

/// A row that cannot be read prevents neither the start of the service nor, once it is readable, its session.
#[tokio::test]
async fn a_session_resumes_once_its_row_can_be_read_again() {
    let service = TestService::with_ana_connected().await;
    service
        .sql("UPDATE sessions SET method = 'carrier pigeon'")
        .await;
    let service = service.restart().await;
    service.sql("UPDATE sessions SET method = 'qr'").await;
    service.settled("support", Status::Connected).await;
    assert!(task_restarts(&service) > 0);
}

fn task_restarts(service: &TestService) -> u64 {
    let figures = service.app.metrics.write().unwrap();
    figures
        .lines()
        .find_map(|line| line.strip_prefix("titan_session_task_restarts_total "))
        .and_then(|count| count.parse().ok())
        .expect("it is counted")
}

/// At this speed the codes rotate within seconds, and the session's task reads the clock.
#[tokio::test]
async fn a_task_that_panicked_is_started_again() {
    let service = TestService::start_at_speed(20.0).await;
    let tenant = service.tenant();
    tenant.create_session("support").await;
    let before = tenant.qr("support").await;
    service.clock.break_for_a_session();
    until("a restart of the task", async || {
        task_restarts(&service) == 1
    })
    .await;
    until("a new code", async || {
        let answer = tenant.get("/api/support/pair/qr").await;
        answer.status == 200 && answer.json()["qr"] != before.as_str()
    })
    .await;
    assert_eq!(service.app.sessions.drivers.count(), 1);
    let stopped = tenant
        .post("/api/sessions/support/stop", json!({}))
        .await
        .data(200);
    assert_eq!(stopped["statusReason"], "MANUAL_STOP");
    until("an end of the task", async || {
        service.app.sessions.drivers.count() == 0
    })
    .await;
}
