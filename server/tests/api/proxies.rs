//! The proxies of sessions: which addresses are allowed, and that all traffic of a session uses its proxy.

use std::time::Duration;

use serde_json::json;
use titan_connect::domain::allow_list::AllowList;
use titan_connect::domain::failure::Failure;
use titan_connect::domain::session::{Reason, Session, Status};
use titan_connect::runtime::config::Config;
use titan_connect::sessions::hub::{Live, LiveWatch};
use titan_connect::sessions::watch;

use crate::support::{ANA, ConnectProxy, TestService};

/// The default configuration.
fn closed(config: &mut Config) {
    config.proxy_allow = AllowList::default();
}

fn open(_: &mut Config) {}

async fn session(service: &TestService, name: &str) -> Session {
    let found = service
        .app
        .store
        .session_by_name(&"default".into(), name)
        .await;
    found.unwrap().unwrap()
}

/// Watches a session. Start it before the session, so that nothing is missed.
async fn watched(service: &TestService, name: &str) -> LiveWatch {
    let session = session(service, name).await;
    let watched = watch::watch(&service.app.sessions, &session.id).await;
    watched.unwrap().unwrap()
}

/// Waits until the session's live state matches.
async fn until(live: &mut LiveWatch, is: impl Fn(&Live) -> bool) -> Live {
    let shown = live.wait_for(|live| is(live));
    let shown = tokio::time::timeout(Duration::from_secs(20), shown).await;
    shown.expect("shown in time").unwrap().clone()
}

#[tokio::test]
async fn an_internal_proxy_is_rejected_when_it_is_set() {
    let service = TestService::start_with(closed).await;
    let tenant = service.tenant();
    let inside = ConnectProxy::start().await;
    service.names.resolve("inside.example", &[&["10.0.0.1"]]);
    let own = format!("http://u:p@127.0.0.1:{}", inside.port);
    tenant
        .post("/api/sessions", json!({"name": "b"}))
        .await
        .data(201);
    for (proxy, code) in [
        (own.as_str(), "proxy_not_allowed"),
        ("http://169.254.169.254:80", "proxy_not_allowed"),
        (
            "socks5://[::ffff:169.254.169.254]:1080",
            "proxy_not_allowed",
        ),
        ("socks5://10.0.0.1:1080", "proxy_not_allowed"),
        ("socks5://0x7f.1:1080", "proxy_not_allowed"),
        ("http://localhost:3128", "proxy_not_allowed"),
        ("http://inside.example:3128", "proxy_not_allowed"),
        ("http://8.8.8.8:25", "proxy_not_allowed"),
        ("http://nowhere.example:3128", "proxy_not_found"),
        ("http://a%zz:b@8.8.8.8:3128", "invalid_proxy"),
    ] {
        let body = json!({"name": "a", "start": true, "proxy": proxy});
        tenant.post("/api/sessions", body).await.refused(400, code);
        let body = json!({"proxy": proxy});
        tenant
            .patch("/api/sessions/b", body)
            .await
            .refused(400, code);
    }
    tenant
        .get("/api/sessions/a")
        .await
        .refused(404, "session_not_found");
    let kept = tenant.get("/api/sessions/b").await.data(200);
    assert_eq!(kept["proxy"], json!(null));
    assert_eq!(inside.connections(), 0);
}

/// A name that was public when the proxy was set and is internal when it is used.
#[tokio::test]
async fn a_proxy_that_now_resolves_to_an_internal_address_is_not_used() {
    let service = TestService::start_with(closed).await;
    let tenant = service.tenant();
    let inside = ConnectProxy::start().await;
    service
        .names
        .resolve("proxy.example", &[&["8.8.8.8"], &["127.0.0.1"]]);
    let proxy = format!("http://ana:s3cret@proxy.example:{}", inside.port);
    tenant
        .post("/api/sessions", json!({"name": "a", "proxy": proxy}))
        .await
        .data(201);
    let mut live = watched(&service, "a").await;
    tenant
        .post("/api/sessions/a/start", json!({}))
        .await
        .data(200);
    let failed = Status::Disconnected(Reason::Failed);
    let shown = until(&mut live, |live| live.session.status() == failed).await;
    assert_eq!(shown.session.failure, Some(Failure::ProxyRefused));
    assert_eq!(inside.connections(), 0);
    assert_eq!(
        service.names.lookups(),
        2,
        "when it was set, and to connect"
    );
    service.counts("titan_failures_total{reason=\"proxy_refused\"} 1");
}

/// The checked address is the one connected to; the name is not resolved again.
#[tokio::test]
async fn the_checked_address_of_a_proxy_is_the_one_connected_to() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let proxy = ConnectProxy::start().await;
    service.names.resolve(
        "proxy.example",
        &[
            &["127.0.0.1"],
            &["127.0.0.1"],
            &["127.0.0.1"],
            &["169.254.169.254"],
        ],
    );
    let address = format!("http://proxy.example:{}", proxy.port);
    let body = json!({"name": "a", "start": true, "proxy": address});
    tenant.post("/api/sessions", body).await.data(201);
    tenant.qr("a").await;
    assert_eq!(proxy.connections(), 2, "the look-up, and the socket");
    assert_eq!(
        service.names.lookups(),
        3,
        "when it was set, to look the version up, and to connect"
    );
}

/// An upgrade or a smaller `PROXY_ALLOW`: the number stays linked and disconnected, with the reason.
#[tokio::test]
async fn a_number_stays_disconnected_while_its_proxy_is_not_allowed() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let proxy = ConnectProxy::start().await;
    let address = format!("http://127.0.0.1:{}", proxy.port);
    let body = json!({"name": "a", "start": true, "proxy": address});
    tenant.post("/api/sessions", body).await.data(201);
    let qr = tenant.qr("a").await;
    service.scan(ANA, &qr).await.data(200);
    service.settled("a", Status::Connected).await;
    let before = proxy.connections();

    let service = service.restart_with(closed).await;
    let mut live = watched(&service, "a").await;
    let shown = until(&mut live, |live| {
        live.session.failure == Some(Failure::ProxyRefused)
            && live.session.status() == Status::Reconnecting
    });
    assert!(shown.await.session.account().is_some(), "it stays linked");
    assert_eq!(proxy.connections(), before);

    let service = service.restart_with(open).await;
    service.settled("a", Status::Connected).await;
    assert!(proxy.connections() > before);
}

/// A stored address that this version cannot parse is a failure and is not treated as no proxy.
#[tokio::test]
async fn a_stored_proxy_that_cannot_be_parsed_is_a_failure() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    tenant
        .post("/api/sessions", json!({"name": "a"}))
        .await
        .data(201);
    service
        .sql("UPDATE sessions SET proxy = 'http://a%zz:b@127.0.0.1:9'")
        .await;
    let mut live = watched(&service, "a").await;
    tenant
        .post("/api/sessions/a/start", json!({}))
        .await
        .data(200);
    let failed = Status::Disconnected(Reason::Failed);
    let shown = until(&mut live, |live| live.session.status() == failed).await;
    assert_eq!(shown.session.failure, Some(Failure::ProxyRefused));
}
