//! How links end.

use std::time::Duration;

use serde_json::json;
use titan_connect::sessions::{expiry, funnel};

use super::{Link, came, ended, of, stats};
use crate::support::{ANA, TestService, on_both_databases};

const OVER: Duration = Duration::from_secs(15 * 60);

on_both_databases!(
    links_end_in_one_way_each,
    an_expired_link_is_not_counted_again,
    figures_outlive_their_session_and_not_their_time,
);

async fn links_end_in_one_way_each(service: TestService) {
    let cancelled = Link::open(&service, json!({})).await;
    for _ in 0..2 {
        service
            .widget_call("cancel", &cancelled.token)
            .await
            .data(200);
    }
    let revoked = Link::create(&service, json!({})).await;
    let path = format!("/api/widget/sessions/{}", revoked.id);
    for _ in 0..2 {
        service.tenant().delete(&path).await.data(200);
    }
    Link::create(&service, json!({})).await;
    let expected = json!({"cancelled": 1, "revoked": 1, "open": 1});
    ended(&stats(&service).await, expected);
    came(&stats(&service).await, [3, 1, 1, 1, 0, 0]);
    service.counts(r#"titan_link_outcomes_total{outcome="cancelled",method="qr"} 1"#);
    service.counts(r#"titan_link_outcomes_total{outcome="revoked",method="none"} 1"#);

    service.clock.advance(OVER);
    let expected = json!({"cancelled": 1, "revoked": 1, "expired": 1});
    ended(&stats(&service).await, expected);
}

/// Another link connects its session's number later.
async fn an_expired_link_is_not_counted_again(service: TestService) {
    let body = json!({"sessionName": "support"});
    Link::open(&service, body.clone()).await;
    service.clock.advance(OVER);
    expiry::end_expired_links(&service.app.sessions)
        .await
        .unwrap();
    Link::scanned(&service, ANA, body).await;
    let stats = stats(&service).await;
    ended(&stats, json!({"connected": 1, "expired": 1}));
    came(&stats, [2, 2, 2, 2, 1, 1]);
}

async fn figures_outlive_their_session_and_not_their_time(service: TestService) {
    let link = Link::scanned(&service, ANA, json!({})).await;
    let before = stats(&service).await;
    let path = format!("/api/sessions/{}", link.session);
    service.tenant().delete(&path).await.data(200);
    assert_eq!(stats(&service).await, before);

    let day = before["to"].as_str().unwrap();
    let query = format!("?from={day}&to={day}");
    for (after, links) in [(399, 1), (2, 0)] {
        service.clock.advance(Duration::from_hours(24 * after));
        funnel::delete_old(&service.app.sessions).await.unwrap();
        let tenant = service.tenant_with(&["sessions:read"]);
        let stats = super::stats_of(&tenant, &query).await;
        assert_eq!(stats["steps"]["created"], links, "{stats}");
    }
}

/// It was never opened, but its session is connected: the answer is "connected".
#[tokio::test]
async fn a_cancelled_link_of_a_connected_number_counts_as_linked() {
    let service = TestService::start().await;
    let body = json!({"sessionName": "support"});
    let second = Link::create(&service, body.clone()).await;
    Link::scanned(&service, ANA, body).await;
    service.widget_call("cancel", &second.token).await.data(200);
    let stats = stats(&service).await;
    came(&stats, [2; 6]);
    ended(&stats, json!({"connected": 2}));
    of(&stats, "qr", "BR");
    assert_eq!(stats["times"]["linked"]["links"], 1, "{stats}");
}

#[tokio::test]
async fn a_session_that_a_backend_connects_changes_no_statistics() {
    let service = TestService::with_ana_connected().await;
    came(&stats(&service).await, [0; 6]);
    service.unlink(ANA).await.data(200);
    ended(&stats(&service).await, json!({}));
}

#[tokio::test]
async fn figures_stay_after_a_restart() {
    let service = TestService::start().await;
    Link::scanned(&service, ANA, json!({})).await;
    let before = stats(&service).await;
    let service = service.restart().await;
    assert_eq!(stats(&service).await, before);
}
