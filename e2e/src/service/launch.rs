//! Starts the binary and waits until it says that it is ready.

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::task::JoinSet;

use super::announced::Announced;
use super::{Setup, binary};
use crate::journal::Journal;
use crate::wait::PATIENCE;

/// Variables of the machine that would make a test depend on where it runs.
const NOT_INHERITED: [&str; 16] = [
    "DATABASE_URL",
    "DATA_DIR",
    "DRAIN_SECONDS",
    "LISTEN",
    "LOG_FORMAT",
    "MASTER_KEY",
    "METRICS_LISTEN",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "PLAYGROUND_LISTEN",
    "PUBLIC_URL",
    "RATE_LIMIT",
    "RATE_LIMIT_ADDRESS",
    "RUST_LOG",
    "SANDBOX_NETWORK",
    "SANDBOX_SPEED",
    "TITAN_CLOCK_OFFSET_SECONDS",
];

pub(super) async fn launch(
    setup: &Setup,
    out: &Journal,
    log: &Journal,
    readers: &mut JoinSet<()>,
) -> Result<(Child, Announced)> {
    let mut child = command(setup)
        .arg("dev")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| {
            format!(
                "cannot start {} (`cargo xtask test` builds it)",
                binary().display()
            )
        })?;
    readers.spawn(
        log.clone()
            .follow(child.stderr.take().context("stderr is piped")?),
    );
    let mut lines = BufReader::new(child.stdout.take().context("stdout is piped")?).lines();
    let announced = tokio::time::timeout(PATIENCE, read_announcement(&mut lines, out))
        .await
        .context("the service did not get ready in time")
        .flatten()
        .with_context(|| format!("the service's log:\n{}", log.text()))?;
    readers.spawn(out.clone().follow(lines.into_inner()));
    Ok((child, announced))
}

/// The binary, in the environment that a setup asks for.
pub(super) fn command(setup: &Setup) -> Command {
    let mut command = Command::new(binary());
    for name in NOT_INHERITED {
        command.env_remove(name);
    }
    command.envs(setup.variables.iter().map(|(name, value)| (name, value)));
    command
}

async fn read_announcement(
    lines: &mut Lines<BufReader<ChildStdout>>,
    out: &Journal,
) -> Result<Announced> {
    let mut announced = Announced::default();
    while let Some(line) = lines.next_line().await? {
        out.write(&line);
        if line.trim() == "ready" {
            return Ok(announced);
        }
        announced.take(&line);
    }
    bail!("the service ended before it was ready")
}
