//! Requests whose client disconnects: accepted operations complete.

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::proxy::ProxyUrl;
use titan_connect::domain::session::Status;

use crate::support::{ANA, TestService};

/// How often a request is aborted, each time a little later.
const ROUNDS: u64 = 14;

/// Sends a request and disconnects after `patience`.
async fn give_up(request: reqwest::RequestBuilder, patience: Duration) {
    // The result does not matter.
    let _answered = tokio::time::timeout(patience, request.send()).await;
}

fn patience(round: u64) -> Duration {
    Duration::from_micros(500 + round * 2_500)
}

fn call(service: &TestService, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
    // A separate client, so that the connection closes with the request.
    reqwest::Client::new()
        .request(method, format!("{}{path}", service.url))
        .bearer_auth(service.key())
}

async fn session(service: &TestService, name: &str) -> Option<Value> {
    let answer = service.tenant().get(&format!("/api/sessions/{name}")).await;
    (answer.status != 404).then(|| answer.data(200))
}

/// Polls until the session has the expected state; `None` is a session that was deleted.
async fn until(service: &TestService, name: &str, is: impl Fn(Option<&Value>) -> bool) {
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    let mut last = None;
    for _ in 0..500 {
        ticks.tick().await;
        last = session(service, name).await;
        if is(last.as_ref()) {
            return;
        }
    }
    panic!("{name} stays at {last:?}");
}

fn connected(session: Option<&Value>) -> bool {
    session.is_some_and(|session| session["status"] == "CONNECTED")
}

async fn restarts(service: TestService) {
    service.connect_ana().await;
    for round in 0..ROUNDS {
        let restart = call(
            &service,
            reqwest::Method::POST,
            "/api/sessions/support/restart",
        );
        give_up(restart, patience(round)).await;
        until(&service, "support", connected).await;
    }
}

#[tokio::test]
async fn an_aborted_restart_leaves_the_number_connected_on_sqlite() {
    restarts(TestService::start().await).await;
}

#[tokio::test]
async fn an_aborted_restart_leaves_the_number_connected_on_postgres() {
    restarts(TestService::start_on_postgres().await).await;
}

async fn proxies(service: TestService) {
    service.connect_ana().await;
    let path = "/api/sessions/support";
    for round in 0..ROUNDS {
        // No proxy listens at this address, so the number reconnects until the proxy is removed again.
        for proxy in [json!("socks5://127.0.0.1:9"), json!(null)] {
            let change =
                call(&service, reqwest::Method::PATCH, path).json(&json!({"proxy": proxy}));
            give_up(change, patience(round)).await;
            let running = |session: Option<&Value>| {
                session.is_some_and(|session| session["status"] != "DISCONNECTED")
            };
            until(&service, "support", running).await;
        }
        let answer = service.tenant().patch(path, json!({"proxy": null})).await;
        answer.data(200);
        until(&service, "support", connected).await;
    }
}

#[tokio::test]
async fn an_aborted_change_of_proxy_leaves_the_number_running_on_sqlite() {
    proxies(TestService::start().await).await;
}

#[tokio::test]
async fn an_aborted_change_of_proxy_leaves_the_number_running_on_postgres() {
    proxies(TestService::start_on_postgres().await).await;
}

async fn renewals(service: TestService) {
    let tenant = service.tenant();
    let widget = tenant.create_widget_session(json!({"mode": "qr"})).await;
    let text = |field: &str| widget[field].as_str().unwrap().to_owned();
    let (name, token) = (text("session"), text("widgetToken"));
    let page = format!("{}/widget/connect?token={token}", service.url);
    assert_eq!(service.page(&page).await.status, 200);
    for round in 0..ROUNDS / 2 {
        let mut live = service.live(&token).await;
        live.until("qr").await;
        service.fault(json!({"spoilLinks": {"times": 1}})).await;
        let _told_no = service.scan(ANA, &tenant.qr(&name).await).await;
        live.until("failed").await;
        let renew = reqwest::Client::new()
            .post(format!("{}/widget/renew", service.url))
            .bearer_auth(&token);
        give_up(renew, patience(round)).await;
        let waiting = |session: Option<&Value>| {
            session.is_some_and(|session| session["statusReason"] == "SCAN_QR")
        };
        until(&service, &name, waiting).await;
        let again = reqwest::Client::new()
            .post(format!("{}/widget/renew", service.url))
            .bearer_auth(&token);
        assert_eq!(again.send().await.unwrap().status(), 202);
    }
}

#[tokio::test]
async fn an_aborted_renewal_leaves_the_session_waiting_on_sqlite() {
    renewals(TestService::start().await).await;
}

#[tokio::test]
async fn an_aborted_renewal_leaves_the_session_waiting_on_postgres() {
    renewals(TestService::start_on_postgres().await).await;
}

async fn deletions(service: TestService) {
    for round in 0..ROUNDS {
        if session(&service, "support").await.is_none() {
            service.connect_ana().await;
        }
        let delete = call(&service, reqwest::Method::DELETE, "/api/sessions/support");
        give_up(delete, patience(round)).await;
        // The request was not handled at all or completely: a session that was logged out and still exists is
        // neither.
        until(&service, "support", |session| {
            session.is_none() || connected(session)
        })
        .await;
    }
    let gone = service.tenant().delete("/api/sessions/support").await;
    assert!(
        [200, 404].contains(&gone.status.as_u16()),
        "{}",
        gone.text()
    );
    let phones = service.phones().await;
    assert!(
        phones.iter().all(|phone| phone["devices"] == json!([])),
        "{phones:?}"
    );
}

#[tokio::test]
async fn an_aborted_delete_request_completes_on_sqlite() {
    deletions(TestService::start().await).await;
}

#[tokio::test]
async fn an_aborted_delete_request_completes_on_postgres() {
    deletions(TestService::start_on_postgres().await).await;
}

/// A ban lasts an hour. The session reconnects with the proxy that was set in the meantime.
#[tokio::test]
async fn a_proxy_given_during_a_ban_is_used_afterwards() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    service
        .fault(json!({"refuseNextLogin": {"reason": 402, "expireSeconds": 3600}}))
        .await;
    tenant
        .post("/api/sessions/support/restart", json!({}))
        .await
        .data(200);
    until(&service, "support", |session| {
        session.is_some_and(|session| session["statusReason"] == "TEMPORARY_BAN")
    })
    .await;
    let path = "/api/sessions/support";
    let dead = json!({"proxy": "socks5://127.0.0.1:9"});
    tenant.patch(path, dead).await.data(200);
    tenant
        .post("/api/sessions/support/start", json!({}))
        .await
        .data(200);
    let line = service.settled("support", Status::Reconnecting).await;
    assert_eq!(
        line.proxy.as_ref().map(ProxyUrl::expose),
        Some("socks5://127.0.0.1:9")
    );
    tenant.patch(path, json!({"proxy": null})).await.data(200);
    until(&service, "support", connected).await;
}
