//! Configuration of logs, metrics, traces, the shutdown, and how long links are kept.

use std::net::SocketAddr;
use std::time::Duration;

use tracing_subscriber::EnvFilter;
use url::Url;

use super::Reader;
use crate::domain::unlink_wave::Threshold;

pub const METRICS_LISTEN: &str = "METRICS_LISTEN";
pub const LOG_FORMAT: &str = "LOG_FORMAT";
pub const RUST_LOG: &str = "RUST_LOG";
pub const OTEL_EXPORTER_OTLP_ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
pub const DRAIN_SECONDS: &str = "DRAIN_SECONDS";
pub const UNLINK_WAVE_SESSIONS: &str = "UNLINK_WAVE_SESSIONS";
pub const UNLINK_WAVE_MINUTES: &str = "UNLINK_WAVE_MINUTES";
pub const LINK_RETENTION_HOURS: &str = "LINK_RETENTION_HOURS";

/// Links are kept so long by default: a backend that was away over a weekend still reads how they ended.
const LINK_RETENTION: Duration = Duration::from_hours(72);

#[derive(Debug, Clone)]
pub struct OperatingConfig {
    /// Where `/metrics` is served; `None`: nowhere.
    pub metrics_listen: Option<SocketAddr>,
    pub log_format: LogFormat,
    /// The log filter; `None`: the default.
    pub log_filter: Option<String>,
    /// The collector that gets a trace of each request; `None`: there is none.
    pub trace_collector: Option<Url>,
    /// How long `/health/ready` fails before the service stops accepting connections.
    pub drain: Duration,
    /// From when on unlinked sessions are reported as a wave.
    pub unlink_wave: Threshold,
    /// How long links are kept after they expired.
    pub link_retention: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

impl OperatingConfig {
    pub(super) fn read(read: &mut Reader<'_>) -> Self {
        OperatingConfig {
            metrics_listen: read.value(
                METRICS_LISTEN,
                "an address and port such as 127.0.0.1:9464",
                |text| text.parse().ok(),
            ),
            log_format: read
                .value(LOG_FORMAT, "text or json", log_format)
                .unwrap_or(LogFormat::Text),
            log_filter: read.value(
                RUST_LOG,
                "levels such as info,titan_connect=debug",
                |text| EnvFilter::try_new(text).ok().map(|_| text.to_owned()),
            ),
            trace_collector: read.value(
                OTEL_EXPORTER_OTLP_ENDPOINT,
                "an http address such as http://127.0.0.1:4318 (for https run a collector beside \
                 the service)",
                collector,
            ),
            drain: read
                .value(DRAIN_SECONDS, "seconds from 0 to 300", |text| {
                    text.parse().ok().filter(|seconds| *seconds <= 300)
                })
                .map_or(Duration::ZERO, Duration::from_secs),
            unlink_wave: unlink_wave(read),
            link_retention: read
                .value(LINK_RETENTION_HOURS, "hours from 1 to 8760", |text| {
                    text.parse().ok().filter(|hours| (1..=8760).contains(hours))
                })
                .map_or(LINK_RETENTION, Duration::from_hours),
        }
    }
}

fn unlink_wave(read: &mut Reader<'_>) -> Threshold {
    let sessions = read.value(UNLINK_WAVE_SESSIONS, "sessions from 2 to 10000", |text| {
        text.parse()
            .ok()
            .filter(|count| (2..=10_000).contains(count))
    });
    let minutes = read.value(UNLINK_WAVE_MINUTES, "minutes from 1 to 1440", |text| {
        text.parse().ok().filter(|count| (1..=1440).contains(count))
    });
    Threshold {
        sessions: sessions.unwrap_or(5),
        window: Duration::from_mins(minutes.unwrap_or(10)),
    }
}

fn log_format(text: &str) -> Option<LogFormat> {
    match text {
        "text" => Some(LogFormat::Text),
        "json" => Some(LogFormat::Json),
        _ => None,
    }
}

fn collector(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    (url.scheme() == "http" && url.has_host()).then_some(url)
}
