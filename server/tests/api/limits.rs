//! Each limit: rates, concurrency, size and time, and that it does not affect other callers.

use std::time::Duration;

use serde_json::json;
use titan_connect::domain::address::TrustedProxies;

use crate::support::{Answer, TestService, finish};

const MINUTE: Duration = Duration::from_secs(61);

const ANYONE: &str = "198.51.100.1";
const SOMEONE_ELSE: &str = "198.51.100.2";

fn left(answer: &Answer) -> (&str, &str) {
    (
        answer.header("x-ratelimit-limit"),
        answer.header("x-ratelimit-remaining"),
    )
}

/// The path and query of a new link.
async fn link(service: &TestService) -> String {
    let widget = service.tenant().create_widget_session(json!({})).await;
    format!(
        "/widget/connect?token={}",
        widget["widgetToken"].as_str().unwrap()
    )
}

#[tokio::test]
async fn a_key_has_its_own_window() {
    let service = TestService::start_limited(|limits| limits.per_key = 3).await;
    let tenant = service.tenant();
    for remaining in ["2", "1", "0"] {
        let answer = tenant.get("/api/sessions").await;
        assert_eq!(answer.status, 200);
        assert_eq!(left(&answer), ("3", remaining));
    }
    service.clock.advance(Duration::from_secs(20));
    let refused = tenant.get("/api/sessions").await;
    refused.refused(429, "rate_limited");
    assert_eq!(left(&refused), ("3", "0"));
    assert_eq!(refused.header("retry-after"), "41");

    let other = service.tenant_with(&["sessions:read"]);
    assert_eq!(left(&other.get("/api/sessions").await), ("3", "2"));

    service.clock.advance(Duration::from_secs(41));
    assert_eq!(tenant.get("/api/sessions").await.status, 200);
}

#[tokio::test]
async fn every_response_of_the_api_contains_the_remaining_rate() {
    let service = TestService::start_limited(|_| {}).await;
    let tenant = service.tenant();
    for (path, status) in [("/api/sessions/nobody", 404), ("/api/nothing/here", 404)] {
        let answer = tenant.get(path).await;
        assert_eq!(answer.status.as_u16(), status);
        assert_eq!(left(&answer).0, "600", "{path}");
    }
    let unknown = service.visit_from(ANYONE, "/api/sessions").await;
    unknown.refused(401, "missing_api_key");
    assert_eq!(left(&unknown), ("300", "299"));
}

#[tokio::test]
async fn requests_without_a_key_are_counted_by_address() {
    let service = TestService::start_limited(|limits| limits.per_address = 2).await;
    for _ in 0..2 {
        let answer = service.visit_from(ANYONE, "/api/sessions").await;
        answer.refused(401, "missing_api_key");
    }
    let refused = service.visit_from(ANYONE, "/api/sessions").await;
    refused.refused(429, "rate_limited");
    let other = service.visit_from(SOMEONE_ELSE, "/api/sessions").await;
    other.refused(401, "missing_api_key");
    // A request with a valid key is not counted by address.
    assert_eq!(service.tenant().get("/api/sessions").await.status, 200);
}

#[tokio::test]
async fn an_untrusted_client_cannot_choose_its_rate_limit_address() {
    let service = TestService::start_limited(|limits| {
        limits.per_address = 1;
        limits.trusted_proxies = TrustedProxies::parse("none").unwrap();
    })
    .await;
    let first = service.visit_from(ANYONE, "/api/sessions").await;
    first.refused(401, "missing_api_key");
    let second = service.visit_from(SOMEONE_ELSE, "/api/sessions").await;
    second.refused(429, "rate_limited");
}

#[tokio::test]
async fn requests_that_create_credentials_have_a_lower_limit() {
    let service = TestService::start_limited(|limits| limits.per_key_tokens = 1).await;
    let tenant = service.tenant();
    let made = tenant.post("/api/widget/sessions", json!({})).await;
    assert_eq!(left(&made), ("1", "0"));
    made.data(201);
    let refused = tenant.post("/api/widget/sessions", json!({})).await;
    refused.refused(429, "rate_limited");
    assert_eq!(tenant.get("/api/sessions").await.status, 200);
    service.clock.advance(MINUTE);
    tenant.create_widget_session(json!({})).await;
}

#[tokio::test]
async fn too_many_opened_links_get_an_error_page() {
    let service = TestService::start_limited(|limits| limits.per_address_tokens = 1).await;
    let link = link(&service).await;
    assert_eq!(service.visit_from(ANYONE, &link).await.status, 200);
    let refused = service.visit_from(ANYONE, &link).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("retry-after"), "61");
    assert!(
        refused.text().contains("One moment, please"),
        "{}",
        refused.text()
    );
    assert_eq!(refused.header("cache-control"), "no-store");
    assert_eq!(service.visit_from(SOMEONE_ELSE, &link).await.status, 200);
    // The open widget continues.
    let files = service.visit_from(ANYONE, "/widget/assets/none.js").await;
    assert_eq!(files.status, 404);
    let live = service.visit_from(ANYONE, "/widget/live").await;
    live.refused(403, "invalid_widget_token");
}

#[tokio::test]
async fn no_rate_limit_headers_without_a_limit() {
    let service = TestService::start_limited(|limits| limits.per_key = 0).await;
    let answer = service.tenant().get("/api/sessions").await;
    assert_eq!(answer.status, 200);
    assert!(!answer.headers.contains_key("x-ratelimit-limit"));
}

#[tokio::test]
async fn at_the_request_limit_requests_are_rejected_and_health_still_responds() {
    let service = TestService::start_limited(|limits| limits.requests = 1).await;
    let (tenant, link) = (service.tenant(), link(&service).await);
    let taken = service.app.limits.request_permit().unwrap();
    let refused = tenant.get("/api/sessions").await;
    refused.refused(503, "overloaded");
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(left(&refused).0, "600");
    let page = tenant.get(&link).await;
    assert_eq!(page.status, 503);
    assert!(page.text().contains("One moment, please"));
    for health in ["/health/live", "/health/ready"] {
        tenant.get(health).await.data(200);
    }
    drop(taken);
    assert_eq!(tenant.get("/api/sessions").await.status, 200);
}

#[tokio::test]
async fn live_streams_have_their_own_limit_and_release_it() {
    let service = TestService::start_limited(|limits| {
        limits.requests = 1;
        limits.streams = 1;
    })
    .await;
    let widget = service.tenant().create_widget_session(json!({})).await;
    let token = widget["widgetToken"].as_str().unwrap();
    let mut live = service.live(token).await;
    live.next().await.unwrap();
    // A stream does not count as a request.
    assert_eq!(service.tenant().get("/api/sessions").await.status, 200);
    let second = reqwest::Client::new()
        .get(format!("{}/widget/live", service.url))
        .bearer_auth(token);
    finish(second).await.refused(503, "overloaded");

    drop(live);
    let mut ticks = tokio::time::interval(Duration::from_millis(10));
    for _ in 0..500 {
        ticks.tick().await;
        if service.app.limits.stream_permit().is_some() {
            return;
        }
    }
    panic!("the place of a stream that ended is still taken");
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_aborted() {
    let service =
        TestService::start_limited(|limits| limits.request_timeout = Duration::from_secs(2)).await;
    service.fault(json!({"latencyMs": 30_000})).await;
    let tenant = service.tenant();
    tenant.create_session("support").await;
    let slow = tenant.get("/api/support/pair/qr").await;
    slow.refused(503, "timeout");
    assert_eq!(left(&slow).0, "600");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_rejected_with_its_own_code() {
    let service = TestService::start_limited(|_| {}).await;
    let large = "x".repeat(65 * 1024);
    let answer = service
        .tenant()
        .post("/api/sessions", json!({"name": large}))
        .await;
    answer.refused(400, "body_too_large");
}
