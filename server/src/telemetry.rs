//! Logs to standard error; standard output is for what the operator asked to see.
//!
//! The engine's libraries may name numbers and codes in their own lines, so only their errors' existence is
//! let through: nothing below `off` for them unless `RUST_LOG` says so.

use tracing_subscriber::EnvFilter;

/// Our own lines; other crates' warnings; nothing of the protocol libraries.
const DEFAULT: &str = "warn,titan_connect=info,titan_engine=info,titan_sandbox=info,whatsapp_rust=off,wacore=off,sqlx=warn";

pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
}
