//! Starts the binary and waits until it is ready.

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::task::JoinSet;

use super::startup_info::StartupInfo;
use super::{Setup, binary};
use crate::captured_output::CapturedOutput;
use crate::wait::TIMEOUT;

/// Variables of the machine that would make a test depend on where it runs.
const NOT_INHERITED: [&str; 26] = [
    "DATABASE_URL",
    "DATA_DIR",
    "DRAIN_SECONDS",
    "LISTEN",
    "LOG_FORMAT",
    "MASTER_KEY",
    "META_APP_ID",
    "META_APP_SECRET",
    "META_CONFIG_ID",
    "META_EXTRAS",
    "META_GRAPH_VERSION",
    "METRICS_LISTEN",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "PLAYGROUND_LISTEN",
    "PUBLIC_URL",
    "QUOTA_OPEN_LINKS",
    "QUOTA_SESSIONS",
    "QUOTA_WEBHOOKS",
    "RATE_LIMIT",
    "RATE_LIMIT_ADDRESS",
    "RUST_LOG",
    "SANDBOX_META_LISTEN",
    "SANDBOX_META_PAGES",
    "SANDBOX_NETWORK",
    "SANDBOX_SPEED",
    "TITAN_CLOCK_OFFSET_SECONDS",
];

pub(super) async fn launch(
    setup: &Setup,
    out: &CapturedOutput,
    log: &CapturedOutput,
    readers: &mut JoinSet<()>,
) -> Result<(Child, StartupInfo)> {
    let mut child = spawn(setup)?;
    let stderr = child.stderr.take().context("stderr is piped")?;
    readers.spawn(log.clone().capture(stderr));
    let stdout = child.stdout.take().context("stdout is piped")?;
    let mut lines = BufReader::new(stdout).lines();
    let startup = tokio::time::timeout(TIMEOUT, read_startup_info(&mut lines, out))
        .await
        .context("the service did not get ready in time")
        .flatten()
        .with_context(|| format!("the service's log:\n{}", log.text()))?;
    readers.spawn(out.clone().capture(lines.into_inner()));
    Ok((child, startup))
}

fn spawn(setup: &Setup) -> Result<Child> {
    let mut command = command(setup);
    command.arg("dev").kill_on_drop(true).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let path = binary();
    let child = command.spawn();
    child.with_context(|| {
        format!(
            "cannot start {} (`cargo xtask test` builds it)",
            path.display()
        )
    })
}

/// The binary, in the environment of a setup.
pub(super) fn command(setup: &Setup) -> Command {
    let mut command = Command::new(binary());
    for name in NOT_INHERITED {
        command.env_remove(name);
    }
    command.envs(setup.variables.iter().map(|(name, value)| (name, value)));
    command
}

async fn read_startup_info(
    lines: &mut Lines<BufReader<ChildStdout>>,
    out: &CapturedOutput,
) -> Result<StartupInfo> {
    let mut startup = StartupInfo::default();
    while let Some(line) = lines.next_line().await? {
        out.push(&line);
        if line.trim() == "ready" {
            return Ok(startup);
        }
        startup.read_line(&line);
    }
    bail!("the service ended before it was ready")
}
