//! What is not deleted: sessions that are linked, being linked, or used by the tenant, and links of theirs.

use std::time::Duration;

use serde_json::json;
use titan_connect::domain::session::Status;

use super::{LONG, Link, purge};
use crate::support::{ANA, TestService, on_both_databases};

on_both_databases!(
    a_session_that_was_ever_linked_stays,
    a_session_that_the_backend_uses_stays,
    a_session_with_a_newer_link_stays,
    a_session_that_shows_codes_stays_until_it_is_stopped,
    a_link_stays_while_its_phone_logs_in,
);

async fn a_session_that_was_ever_linked_stays(service: TestService) {
    let link = Link::open(&service, json!({"mode": "qr"})).await;
    let qr = service.tenant().qr(&link.session).await;
    service.scan(ANA, &qr).await.data(200);
    service.settled(&link.session, Status::Connected).await;
    service.clock.advance(LONG);
    let purged = purge(&service).await;
    assert_eq!((purged.links, purged.sessions), (1, 0));
    let path = format!("/api/sessions/{}", link.session);
    let logout = format!("{path}/logout");
    service.tenant().post(&logout, json!({})).await.data(200);
    service.clock.advance(LONG);
    assert_eq!(purge(&service).await.sessions, 0);
    assert!(link.session_exists(&service).await);
}

async fn a_session_that_the_backend_uses_stays(service: TestService) {
    let tenant = service.tenant();
    let created = tenant.post("/api/sessions", json!({"name": "created"}));
    created.await.data(201);
    let links = [
        Link::create(&service, json!({"sessionName": "created"})).await,
        Link::create(&service, json!({"sessionName": "started"})).await,
        Link::create(&service, json!({"sessionName": "with-proxy"})).await,
        Link::create(&service, json!({"sessionName": "present"})).await,
    ];
    let start = "/api/sessions/started";
    tenant
        .post(&format!("{start}/start"), json!({}))
        .await
        .data(200);
    tenant
        .post(&format!("{start}/stop"), json!({}))
        .await
        .data(200);
    let proxy = json!({"proxy": "socks5://127.0.0.1:9"});
    let changed = tenant.patch("/api/sessions/with-proxy", proxy).await;
    changed.data(200);
    let presence = json!({"presence": "available"});
    let changed = tenant.patch("/api/sessions/present", presence).await;
    changed.data(200);

    service.clock.advance(LONG);
    let purged = purge(&service).await;
    assert_eq!((purged.links, purged.sessions), (4, 0));
    for link in links {
        assert!(link.session_exists(&service).await, "{}", link.session);
    }
}

async fn a_session_with_a_newer_link_stays(service: TestService) {
    let first = Link::open(&service, json!({"sessionName": "support"})).await;
    service.clock.advance(LONG);
    let second = Link::create(&service, json!({"sessionName": "support"})).await;
    let purged = purge(&service).await;
    assert_eq!((purged.links, purged.sessions), (1, 0));
    assert!(!first.exists(&service).await);
    assert!(second.exists(&service).await);
    service.clock.advance(LONG);
    let purged = purge(&service).await;
    assert_eq!((purged.links, purged.sessions), (1, 1));
}

/// The clock jumps, as after the machine slept: nothing has stopped the session yet.
async fn a_session_that_shows_codes_stays_until_it_is_stopped(service: TestService) {
    let link = Link::open(&service, json!({"mode": "qr"})).await;
    service.tenant().qr(&link.session).await;
    service.clock.advance(LONG);
    let purged = purge::run_once(&service.app.sessions).await.unwrap();
    assert_eq!((purged.links, purged.sessions), (1, 0));
    assert!(link.session_exists(&service).await);
    assert_eq!(purge(&service).await.sessions, 1);
    assert!(!link.session_exists(&service).await);
}

/// The login takes longer than links are kept.
async fn a_link_stays_while_its_phone_logs_in(service: TestService) {
    let link = Link::open(&service, json!({"mode": "qr"})).await;
    let refuse = |times| json!({"refuseLogins": {"reason": 503, "times": times}});
    service.fault(refuse(1000)).await;
    let qr = service.tenant().qr(&link.session).await;
    service.scan(ANA, &qr).await.data(200);
    service.settled(&link.session, Status::LoggingIn).await;
    service.clock.advance(LONG + Duration::from_hours(1));
    let purged = purge(&service).await;
    assert_eq!((purged.links, purged.sessions), (0, 0));
    service.fault(refuse(1)).await;
    service.settled(&link.session, Status::Connected).await;
    let path = format!("/api/widget/sessions/{}", link.id);
    let shown = service.tenant().get(&path).await.data(200);
    assert_eq!(shown["outcome"], "connected");
    let purged = purge(&service).await;
    assert_eq!((purged.links, purged.sessions), (1, 0));
}
