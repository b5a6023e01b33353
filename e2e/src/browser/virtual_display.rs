//! A virtual display, for a browser that needs one.

use std::process::Stdio;

use anyhow::{Context, Result};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::wait;

/// An X server, which ends when this is dropped.
pub(super) struct VirtualDisplay {
    /// The value of the environment variable `DISPLAY`.
    pub(super) name: String,
    _child: Child,
}

impl VirtualDisplay {
    pub(super) async fn start() -> Result<Self> {
        // It chooses a free number itself and writes it to its standard output.
        let mut child = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp"])
            .args(["-screen", "0", "1400x1200x24"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("cannot start Xvfb (`cargo xtask test` says how to get it)")?;
        let mut output = BufReader::new(child.stdout.take().context("stdout is piped")?).lines();
        let number = tokio::time::timeout(wait::TIMEOUT, output.next_line())
            .await
            .context("Xvfb does not start")??;
        Ok(Self {
            name: format!(":{}", number.context("Xvfb ended before it was ready")?),
            _child: child,
        })
    }
}
