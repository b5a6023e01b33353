//! Writes logs to standard error, because standard output is for the results of commands, and sends traces to a
//! collector if one is configured.
//!
//! Only the crates listed here are logged, whatever `RUST_LOG` contains, because the protocol's libraries log numbers
//! and codes.

pub mod traces;

use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::filter::{FilterExt as _, filter_fn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

use crate::runtime::config::{LogFormat, OperatingConfig};

const DEFAULT: &str = "info,sqlx=warn";

/// Crates that never log a token, key, code or phone number.
const LOGGED_CRATES: [&str; 7] = [
    "titan_",
    "sqlx",
    "axum",
    "tower",
    "hyper",
    "rustls",
    "opentelemetry",
];

/// Sends the remaining traces when dropped.
#[must_use]
pub struct Telemetry(Option<SdkTracerProvider>);

pub fn start(operating: &OperatingConfig) -> anyhow::Result<Telemetry> {
    let provider = operating
        .trace_collector
        .as_ref()
        .map(traces::provider)
        .transpose()?;
    let level = EnvFilter::new(operating.log_filter.as_deref().unwrap_or(DEFAULT));
    let heard = filter_fn(|line| {
        LOGGED_CRATES
            .iter()
            .any(|name| line.target().starts_with(name))
    });
    let lines = fmt::layer().with_writer(std::io::stderr).with_target(false);
    let lines = match operating.log_format {
        LogFormat::Text => lines
            .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
            .boxed(),
        LogFormat::Json => lines
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .boxed(),
    };
    tracing_subscriber::registry()
        .with(lines.with_filter(level.and(heard)))
        .with(provider.as_ref().map(traces::layer))
        .init();
    Ok(Telemetry(provider))
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        if let Some(provider) = &self.0
            && let Err(error) = provider.shutdown_with_timeout(traces::FLUSH_TIMEOUT)
        {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}
