//! The binary that is deployed: built without the `sandbox` feature.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result};
use tokio::process::{Child, Command};
use tokio::task::JoinSet;

use crate::captured_output::CapturedOutput;
use crate::wait;

/// `TITAN_PRODUCTION_BIN`, or where `cargo xtask test` puts it.
pub fn binary() -> PathBuf {
    std::env::var_os("TITAN_PRODUCTION_BIN").map_or_else(
        || crate::service::workspace().join("target/production/debug/titan-connect"),
        PathBuf::from,
    )
}

/// Runs it to its end.
pub async fn run(arguments: &[&str]) -> Result<std::process::Output> {
    command()
        .args(arguments)
        .output()
        .await
        .with_context(missing)
}

/// `titan-connect serve`, on fresh data and a free port.
pub struct ProductionService {
    /// The service's address.
    pub url: String,
    _child: Child,
    /// Kept: a service whose output is not read would fail when it writes.
    _reader: JoinSet<()>,
    _data: tempfile::TempDir,
}

impl ProductionService {
    /// Waits until it is ready; `variables` are its whole environment besides its port and folder.
    pub async fn start(variables: &[(&str, &str)]) -> Result<Self> {
        let data = tempfile::tempdir()?;
        let mut child = spawn(variables, data.path())?;
        let out = CapturedOutput::default();
        let mut reader = JoinSet::new();
        reader.spawn(
            out.clone()
                .capture(child.stdout.take().context("stdout is piped")?),
        );
        let ready = wait::until("the production build to be ready", || async {
            Ok(address(&out.lines()))
        });
        let url = tokio::select! {
            url = ready => url?,
            _ = child.wait() => anyhow::bail!("the service ended before it was ready: {}", out.text()),
        };
        Ok(Self {
            url,
            _child: child,
            _reader: reader,
            _data: data,
        })
    }
}

fn spawn(variables: &[(&str, &str)], data: &Path) -> Result<Child> {
    let mut command = command();
    command.arg("serve").envs(variables.iter().copied());
    command.env("LISTEN", "127.0.0.1:0").env("DATA_DIR", data);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command.spawn().with_context(missing)
}

fn address(lines: &[String]) -> Option<String> {
    lines.iter().find(|line| line.trim() == "ready")?;
    lines
        .iter()
        .find_map(|line| line.strip_prefix("service "))
        .map(|url| url.trim().to_owned())
}

/// A command that inherits no configuration.
fn command() -> Command {
    let mut command = Command::new(binary());
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .kill_on_drop(true);
    command
}

fn missing() -> String {
    format!(
        "cannot run {} (`cargo xtask test` builds it)",
        binary().display()
    )
}
