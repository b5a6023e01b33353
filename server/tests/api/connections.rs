//! Clients that are slow, idle or many take nothing from others.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;
use titan_connect::domain::address::TrustedProxies;

use crate::support::{Socket, TestService};

/// Short, because the kernel is involved; every test waits for what ends and not for this time.
const SHORT: Duration = Duration::from_millis(300);

const MANY: &str = "127.0.0.2";
const OTHER: &str = "127.0.0.3";

#[tokio::test]
async fn half_a_head_is_closed_after_its_time() {
    let service = TestService::start_limited(|limits| limits.times.request_read = SHORT).await;
    let mut socket = service.socket_from(MANY).await;
    socket.send("GET /health/live HTTP/1.1\r\nhost: a").await;
    assert_eq!(socket.rest().await, "");
    service.counts("titan_connections_timed_out_total{reason=\"head\"} 1");
    service.counts("titan_connections 0");
}

#[tokio::test]
async fn a_connection_without_a_request_is_closed_after_its_time() {
    let service = TestService::start_limited(|limits| limits.times.keep_alive = SHORT).await;
    let mut socket = service.socket_from(MANY).await;
    assert_eq!(socket.get("/health/live").await, Some(200));
    assert_eq!(socket.get("/health/ready").await, Some(200));
    service.counts("titan_connections 1");
    socket.rest().await;
    service.counts("titan_connections_timed_out_total{reason=\"idle\"} 1");
    service.counts("titan_connections 0");
}

/// Begins a request whose body does not come. It has been begun when this returns.
async fn hold_up(service: &TestService) -> Socket {
    let mut socket = service.socket_from(MANY).await;
    let head = "POST /widget/phone HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
                content-length: 100\r\nexpect: 100-continue\r\n\r\n";
    socket.send(head).await;
    let told = socket.read_until("\r\n\r\n").await;
    assert!(told.starts_with("HTTP/1.1 100 "), "{told}");
    socket.send("{\"phone").await;
    socket
}

#[tokio::test]
async fn a_slow_body_takes_no_place_and_ends_with_408() {
    let service = TestService::start_limited(|limits| {
        limits.requests = 1;
        limits.times.request_read = Duration::from_secs(2);
    })
    .await;
    let mut slow = hold_up(&service).await;
    let others = service.tenant().get("/api/sessions").await;
    assert_eq!(others.status, 200, "{}", others.text());

    let answer = slow.rest().await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("\"code\":\"body_timeout\""), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
    service.counts("titan_connections_timed_out_total{reason=\"body\"} 1");
}

#[tokio::test]
async fn a_body_byte_by_byte_gets_no_more_time() {
    let service = TestService::start_limited(|limits| limits.times.request_read = SHORT).await;
    let mut slow = hold_up(&service).await;
    let mut ticks = tokio::time::interval(SHORT / 10);
    for _ in 0..50 {
        ticks.tick().await;
        slow.send(" ").await;
    }
    let answer = slow.rest().await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 408 "),
        "{answer}"
    );
    service.counts("titan_connections_timed_out_total{reason=\"body\"} 1");
}

#[tokio::test]
async fn a_client_that_reads_nothing_is_not_written_to_for_ever() {
    let service = TestService::start_limited(|limits| limits.times.write_stall = SHORT).await;
    let mut socket = service.socket_from(MANY).await;
    // More than the kernel keeps for both sides.
    for _ in 0..8 {
        socket
            .send("GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nhost: a\r\n\r\n")
            .await;
    }
    let stalled = "titan_connections_timed_out_total{reason=\"write\"} 1";
    service.until_counted(stalled).await;
    service.counts("titan_connections 0");
}

#[tokio::test]
async fn thousands_of_idle_connections_take_nothing_from_others() {
    let service = TestService::start_limited(|limits| {
        limits.trusted_proxies = TrustedProxies::parse("none").unwrap();
        limits.connections = 1_000;
        limits.connections_per_address = 100;
    })
    .await;
    let mut many = Vec::new();
    for _ in 0..2_000 {
        many.push(service.socket_from(MANY).await);
    }
    let mut other = service.socket_from(OTHER).await;
    assert_eq!(other.get("/health/ready").await, Some(200));
    service.tenant().create_widget_session(json!({})).await;

    let answered = join_all(many.iter_mut().map(|socket| socket.get("/health/live"))).await;
    let served = answered.iter().filter(|status| **status == Some(200));
    assert_eq!(served.count(), 100, "those that were there first");
    service.counts("titan_overloaded_total{place=\"address\"} 1900");
    drop(many);
    service.until_counted("titan_connections 1").await;
    let mut again = service.socket_from(MANY).await;
    assert_eq!(again.get("/health/live").await, Some(200));
}

#[tokio::test]
async fn a_trusted_proxy_has_only_the_limit_of_all() {
    let service = TestService::start_limited(|limits| {
        limits.connections = 4;
        limits.connections_per_address = 1;
    })
    .await;
    let mut open = Vec::new();
    for _ in 0..4 {
        let mut socket = service.socket_from(MANY).await;
        assert_eq!(socket.get("/health/live").await, Some(200));
        open.push(socket);
    }
    let told = service.socket_from(MANY).await.rest().await;
    assert!(told.starts_with("HTTP/1.1 503 "), "{told}");
    assert!(told.contains("retry-after: 5\r\n"), "{told}");
    service.counts("titan_overloaded_total{place=\"connection\"} 1");
    // The others are not harmed, and a place that becomes free is given away.
    assert_eq!(open[0].get("/health/live").await, Some(200));
    open.pop();
    service.until_counted("titan_connections 3").await;
    let mut next = service.socket_from(MANY).await;
    assert_eq!(next.get("/health/live").await, Some(200));
}
