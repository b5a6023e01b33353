//! One span per request, to an OpenTelemetry collector over OTLP/HTTP.
//!
//! Only the spans of this file are exported, with the attributes listed here, so nothing that is logged elsewhere
//! leaves the machine. The SDK exports on its own thread. Only this module names `opentelemetry`.

use std::time::Duration;

use anyhow::Context as _;
use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::field::Empty;
use tracing::{Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;
use url::Url;

/// The target of the spans that are exported; no log line has it.
const TARGET: &str = "trace";

const SERVICE: &str = "titan-connect";

/// How long a shutdown waits for the collector.
pub(super) const FLUSH_TIMEOUT: Duration = Duration::from_secs(3);

pub(super) fn provider(collector: &Url) -> anyhow::Result<SdkTracerProvider> {
    let endpoint = format!("{}/v1/traces", collector.as_str().trim_end_matches('/'));
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(endpoint)
        .build()
        .context("cannot export traces: check OTEL_EXPORTER_OTLP_ENDPOINT")?;
    let resource = Resource::builder().with_service_name(SERVICE).build();
    Ok(SdkTracerProvider::builder()
        .with_resource(resource)
        .with_batch_exporter(exporter)
        .build())
}

pub(super) fn layer<S>(provider: &SdkTracerProvider) -> impl Layer<S> + use<S>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    tracing_opentelemetry::layer()
        .with_tracer(provider.tracer(SERVICE))
        .with_location(false)
        .with_threads(false)
        .with_target(false)
        .with_tracked_inactivity(false)
        .with_filter(filter_fn(|span| span.target() == TARGET))
}

/// The span of a request, part of the caller's trace if it sent `traceparent`. `header` looks up a header.
pub fn request<'a>(
    method: &str,
    route: &str,
    request_id: &str,
    header: impl Fn(&str) -> Option<&'a str>,
) -> Span {
    let span = tracing::info_span!(
        target: TARGET,
        "request",
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method,
        http.route = route,
        http.response.status_code = Empty,
        titan.request_id = request_id,
    );
    if !span.is_disabled()
        && let Some(parent) = header(PARENT)
    {
        let state = header(STATE);
        let parent = TraceContextPropagator::new().extract(&Parent { parent, state });
        if span.set_parent(parent).is_err() {
            tracing::debug!("a request could not join its caller's trace");
        }
    }
    span
}

/// Records the status of the response.
pub fn record_status(span: &Span, status: u16) {
    span.record("http.response.status_code", status);
    if status >= 500 {
        span.record("otel.status_code", "ERROR");
    }
}

/// The caller's trace headers.
struct Parent<'a> {
    parent: &'a str,
    state: Option<&'a str>,
}

const PARENT: &str = "traceparent";
const STATE: &str = "tracestate";

impl Extractor for Parent<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        match key {
            PARENT => Some(self.parent),
            STATE => self.state,
            _ => None,
        }
    }

    fn keys(&self) -> Vec<&str> {
        vec![PARENT, STATE]
    }
}
