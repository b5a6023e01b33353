//! Metrics of HTTP requests, by route and class of status.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Bucket limits, up to the time limit of a request.
const SECONDS: [f64; 10] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.3, 1.0, 5.0, 15.0, 45.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByAnswer {
    method: &'static str,
    route: String,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByRoute {
    route: String,
}

/// A request and its result.
pub struct HandledRequest<'a> {
    pub method: &'a str,
    /// The route's pattern, never the URL.
    pub route: &'a str,
    pub status: u16,
    pub took: Duration,
}

pub struct Http {
    requests: Family<ByAnswer, Counter>,
    durations: Family<ByRoute, Histogram>,
}

impl Http {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let http = Http {
            requests: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(SECONDS)),
        };
        registry.register("http_requests", "Requests answered", http.requests.clone());
        registry.register_with_unit(
            "http_request_duration",
            "Until the answer began; a live stream's begins at once",
            Unit::Seconds,
            http.durations.clone(),
        );
        http
    }

    pub fn record(&self, request: &HandledRequest<'_>) {
        let route = request.route.to_owned();
        let by = ByAnswer {
            method: method(request.method),
            route: route.clone(),
            status: class(request.status),
        };
        self.requests.get_or_create(&by).inc();
        self.durations
            .get_or_create(&ByRoute { route })
            .observe(request.took.as_secs_f64());
    }
}

/// A caller can send any method, so only known ones become a label.
fn method(text: &str) -> &'static str {
    const KNOWN: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
    KNOWN
        .into_iter()
        .find(|known| *known == text)
        .unwrap_or("other")
}

fn class(status: u16) -> &'static str {
    match status {
        0..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_values_come_from_lists() {
        assert_eq!(
            [method("GET"), method("BREW"), method("get")],
            ["GET", "other", "other"]
        );
        let classes = [101, 200, 304, 429, 503].map(class);
        assert_eq!(classes, ["1xx", "2xx", "3xx", "4xx", "5xx"]);
    }
}
