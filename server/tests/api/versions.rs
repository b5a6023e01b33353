//! The version of the web client, as the person in front of the code and the operator see it.

use serde_json::json;

use crate::support::{ANA, TestService};

/// Newer than the version that the sandbox publishes at first.
const NEWER: &str = "2.3000.1026131877";

#[tokio::test]
async fn a_person_in_front_of_the_code_does_not_notice_a_refused_version() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let widget = tenant
        .create_widget_session(json!({"mode": "qr", "sessionName": "support"}))
        .await;
    let token = widget["widgetToken"].as_str().unwrap();
    let page = format!("{}/widget/connect?token={token}", service.url);
    assert_eq!(service.page(&page).await.status, 200);
    let mut live = service.live(token).await;
    live.until("qr").await;
    let first = tenant.qr("support").await;
    let moved_on = json!({
        "minimumVersion": {"version": NEWER}, "publishedVersion": {"version": NEWER},
        "dropNow": true,
    });
    service.fault(moved_on).await;
    let second = loop {
        let (_, view) = live.next().await.expect("the stream goes on");
        assert_eq!(view["step"], "qr", "{view}");
        let code = tenant.qr("support").await;
        if code != first {
            break code;
        }
    };
    service.scan(ANA, &second).await.data(200);
    live.until("connected").await;
    let figures = service.app.metrics.write().unwrap();
    assert!(!figures.contains("outdated"), "{figures}");
}

#[tokio::test]
async fn the_last_good_version_survives_a_restart_on_sqlite() {
    the_last_good_version_survives_a_restart(TestService::start().await).await;
}

#[tokio::test]
async fn the_last_good_version_survives_a_restart_on_postgres() {
    let service = TestService::start_on_postgres().await;
    the_last_good_version_survives_a_restart(service).await;
}

/// Also while it cannot be looked up.
async fn the_last_good_version_survives_a_restart(service: TestService) {
    let published = json!({"publishedVersion": {"version": NEWER}});
    service.fault(published).await;
    service.tenant().create_session("a").await;
    service.tenant().qr("a").await;

    let service = service.restart().await;
    let strict = json!({
        "minimumVersion": {"version": NEWER}, "publishedVersion": {"failing": 403},
    });
    service.fault(strict).await;
    // So old that it is looked up again, in vain.
    service.advance(std::time::Duration::from_secs(30 * 24 * 3600));
    service.tenant().create_session("b").await;
    service.tenant().qr("b").await;
}
