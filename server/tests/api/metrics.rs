//! The metrics after events that they count.

use std::time::Duration;

use serde_json::json;
use titan_connect::cli::serve;
use titan_connect::domain::session::Status;

use crate::support::{ANA, TestService, finish};

struct Figures(String);

impl Figures {
    async fn of(service: &TestService) -> Self {
        let address = serve::serve_metrics(&service.app, "127.0.0.1:0".parse().unwrap())
            .await
            .unwrap();
        let answer = finish(reqwest::Client::new().get(format!("http://{address}/metrics"))).await;
        assert_eq!(answer.status, 200);
        assert!(
            answer
                .header("content-type")
                .starts_with("application/openmetrics-text")
        );
        assert!(answer.text().ends_with("# EOF\n"));
        Figures(answer.text())
    }

    /// The value of one line, by its name and labels.
    #[track_caller]
    fn assert(&self, name: &str, value: &str) {
        let found = self
            .0
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        assert_eq!(found, Some(value), "{name} in:\n{}", self.0);
    }
}

#[tokio::test]
async fn metrics_count_a_link_from_code_to_session() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    tenant.create_session("support").await;
    let qr = tenant.qr("support").await;
    service.clock.advance(Duration::from_secs(12));
    service.scan(ANA, &qr).await.data(200);
    service.settled("support", Status::Connected).await;

    let figures = Figures::of(&service).await;
    figures.assert("titan_sessions{status=\"connected\"}", "1");
    figures.assert("titan_sessions{status=\"reconnecting\"}", "0");
    figures.assert("titan_qr_codes_shown_total", "1");
    figures.assert("titan_linked_total{method=\"qr\"}", "1");
    figures.assert("titan_time_to_link_seconds_count", "1");
    figures.assert("titan_time_to_link_seconds_sum", "12.0");
    figures.assert(
        "titan_http_requests_total{method=\"POST\",route=\"/api/sessions\",status=\"2xx\"}",
        "1",
    );
    figures.assert("titan_database_up", "1");
    // No label contains text from a caller.
    for word in ["support", "default", "5511999990001"] {
        assert!(!figures.0.contains(word), "{word} in:\n{}", figures.0);
    }
}

#[tokio::test]
async fn failures_are_counted_by_reason() {
    let service = TestService::with_ana_connected().await;
    service.unlink(ANA).await.data(200);
    let out = titan_connect::domain::session::Reason::LoggedOut;
    service.settled("support", Status::Disconnected(out)).await;
    let figures = Figures::of(&service).await;
    figures.assert("titan_failures_total{reason=\"logged_out\"}", "1");
    figures.assert("titan_sessions{status=\"logged_out\"}", "1");
}

#[tokio::test]
async fn listeners_and_rejected_requests_are_counted() {
    let service = TestService::start_limited(|limits| limits.per_key = 1).await;
    let tenant = service.tenant();
    let widget = tenant.create_widget_session(json!({})).await;
    let mut live = service.live(widget["widgetToken"].as_str().unwrap()).await;
    live.next().await.unwrap();
    tenant
        .get("/api/sessions")
        .await
        .refused(429, "rate_limited");
    let taken = service.visit_from("203.0.113.1", "/nowhere").await;
    taken.refused(404, "no_such_route");

    let figures = Figures::of(&service).await;
    figures.assert("titan_live_stream_listeners", "1");
    figures.assert("titan_rate_limited_total{scope=\"key\"}", "1");
    figures.assert(
        "titan_http_requests_total{method=\"GET\",route=\"unmatched\",status=\"4xx\"}",
        "1",
    );
}

#[tokio::test]
async fn metrics_are_served_without_the_database() {
    let service = TestService::start().await;
    service.app.store.close().await;
    let figures = Figures::of(&service).await;
    figures.assert("titan_database_up", "0");
    assert!(!figures.0.contains("titan_sessions{"));
}

#[tokio::test]
async fn metrics_are_not_public() {
    let service = TestService::start().await;
    let answer = service.tenant().get("/metrics").await;
    answer.refused(404, "no_such_route");
}
