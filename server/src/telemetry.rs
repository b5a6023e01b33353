//! Logs to standard error; standard output is for what the operator asked to see.
//!
//! Only crates whose lines we know are heard, whatever `RUST_LOG` says: the protocol's libraries name numbers
//! and codes in theirs.

use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

const DEFAULT: &str = "info,sqlx=warn";

/// Crates that never write a token, key, code or number.
const HEARD: [&str; 6] = ["titan_", "sqlx", "axum", "tower", "hyper", "rustls"];

pub fn start() {
    let level = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let heard = filter_fn(|line| HEARD.iter().any(|name| line.target().starts_with(name)));
    let lines = fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()));
    tracing_subscriber::registry()
        .with(level)
        .with(lines.with_filter(heard))
        .init();
}
