//! A purge at the same moment as a call: either the purge comes first and the call finds nothing, or the call comes first
//! and nothing of it is lost.

use serde_json::json;
use titan_connect::domain::session::Status;
use titan_connect::sessions::{expiry, purge};

use super::{LONG, Link, purge as sweep};
use crate::support::{ANA, TestService, on_both_databases};

on_both_databases!(
    a_start_is_not_undone,
    a_new_link_is_not_undone,
    a_scan_is_not_undone,
    writes_come_between_batches,
);

const ROUNDS: u32 = 12;

/// A purge a little later in each round.
async fn purge_after(service: &TestService, round: u32) {
    service.spend_time(round % 4).await;
    purge::run_once(&service.app.sessions).await.unwrap();
}

async fn a_start_is_not_undone(service: TestService) {
    let tenant = service.tenant();
    for round in 0..ROUNDS {
        let link = Link::open(&service, json!({"mode": "qr"})).await;
        service.clock.advance(LONG);
        let expired = expiry::end_expired_links(&service.app.sessions);
        expired.await.unwrap();
        let path = format!("/api/sessions/{}", link.session);
        let start = format!("{path}/start");
        let (started, ()) =
            tokio::join!(tenant.post(&start, json!({})), purge_after(&service, round));
        match started.status.as_u16() {
            200 => {
                let qr = tenant.qr(&link.session).await;
                assert!(!qr.is_empty());
                tenant.delete(&path).await.data(200);
            }
            _ => {
                started.refused(404, "session_not_found");
                assert!(!link.session_exists(&service).await);
            }
        }
    }
    assert_eq!(super::count(&service, "sessions").await, 0);
}

async fn a_new_link_is_not_undone(service: TestService) {
    for round in 0..ROUNDS {
        let name = json!({"sessionName": format!("race-{round}")});
        Link::create(&service, name.clone()).await;
        service.clock.advance(LONG);
        let (link, ()) = tokio::join!(Link::create(&service, name), purge_after(&service, round));
        assert!(link.exists(&service).await, "round {round}");
        assert!(link.session_exists(&service).await, "round {round}");
        assert_eq!(service.open(&link.token).await.status, 200);
    }
}

/// The session has an old link and a new one, whose code is scanned.
async fn a_scan_is_not_undone(service: TestService) {
    let tenant = service.tenant();
    for round in 0..ROUNDS / 2 {
        let name = json!({"sessionName": format!("race-{round}"), "mode": "qr"});
        let old = Link::open(&service, name.clone()).await;
        service.clock.advance(LONG);
        let new = Link::open(&service, name).await;
        let qr = tenant.qr(&new.session).await;
        let (scanned, ()) = tokio::join!(service.scan(ANA, &qr), purge_after(&service, round));
        scanned.data(200);
        service.settled(&new.session, Status::Connected).await;
        assert!(!old.exists(&service).await, "round {round}");
        let path = format!("/api/widget/sessions/{}", new.id);
        let shown = tenant.get(&path).await.data(200);
        assert_eq!(shown["outcome"], "connected", "round {round}");
        let path = format!("/api/sessions/{}", new.session);
        tenant.delete(&path).await.data(200);
    }
    sweep(&service).await;
}

/// Other writes do not wait until everything is deleted.
async fn writes_come_between_batches(service: TestService) {
    for _ in 0..600 {
        Link::create(&service, json!({})).await;
    }
    service.clock.advance(LONG);
    let store = &service.app.store;
    let before = service.app.now().minus(service.app.sessions.link_retention);
    let links = store.purge_links(before).await.unwrap();
    assert!((1..=200).contains(&links), "{links}");
    let sessions = store.purge_link_sessions(before).await.unwrap();
    assert!((1..=50).contains(&sessions.len()), "{}", sessions.len());
    let summed = store.sum_up_funnel(before).await.unwrap();
    assert!((1..=200).contains(&summed), "{summed}");
    let purged = sweep(&service).await;
    assert_eq!(purged.sessions, 600 - sessions.len() as u64);
    assert_eq!(purged.funnel, 600 - summed);
    assert_eq!(super::count(&service, "widget_sessions").await, 0);
}
