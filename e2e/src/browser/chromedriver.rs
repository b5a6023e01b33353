//! The program between WebDriver and Chromium.

use std::io::{BufRead, Write};
use std::net::TcpStream;
use std::process::Stdio;

use anyhow::{Context, Result};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::wait;

/// The driver's process, on a port it chose itself.
pub(super) struct Chromedriver {
    pub(super) url: String,
    port: u16,
    _child: Child,
    /// Kept open: a closed pipe would end the driver when it next says something.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Chromedriver {
    pub(super) async fn start() -> Result<Self> {
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("cannot start chromedriver (`cargo xtask test` says how to get it)")?;
        let mut output = BufReader::new(child.stdout.take().context("stdout is piped")?).lines();
        let port = tokio::time::timeout(wait::PATIENCE, port_of(&mut output))
            .await
            .context("chromedriver does not start")??;
        Ok(Self {
            url: format!("http://127.0.0.1:{port}"),
            port,
            _child: child,
            _output: output,
        })
    }

    /// Closes the browser, without a runtime.
    pub(super) fn end_session(&self, session: &str) -> Result<()> {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port))?;
        connection.set_read_timeout(Some(wait::PATIENCE))?;
        let host = format!("127.0.0.1:{}", self.port);
        write!(
            connection,
            "DELETE /session/{session} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = String::new();
        BufRead::read_line(&mut std::io::BufReader::new(connection), &mut answer)?;
        anyhow::ensure!(answer.contains(" 200 "), "the driver answered {answer:?}");
        Ok(())
    }
}

async fn port_of(output: &mut Lines<BufReader<ChildStdout>>) -> Result<u16> {
    while let Some(line) = output.next_line().await? {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return port
                .trim_end_matches('.')
                .parse()
                .with_context(|| format!("no port in `{line}`"));
        }
    }
    anyhow::bail!("chromedriver ended before it was ready")
}
