//! The program between WebDriver and a browser: `chromedriver`, `geckodriver` or `WebKitWebDriver`.

use std::io::{BufRead, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;

use anyhow::{Context, Result};
use tokio::process::{Child, Command};

use crate::wait;

/// A driver's process, on a free port.
pub(super) struct DriverProcess {
    pub(super) url: String,
    port: u16,
    _child: Child,
}

impl DriverProcess {
    /// Starts `command` with `port_option` and a port, and waits until it answers.
    pub(super) async fn start(mut command: Command, port_option: &str) -> Result<Self> {
        let name = command
            .as_std()
            .get_program()
            .to_string_lossy()
            .into_owned();
        let port = free_port()?;
        let child = command
            .arg(format!("{port_option}={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| {
                format!("cannot start {name} (`cargo xtask test` says how to get it)")
            })?;
        let process = Self {
            url: format!("http://127.0.0.1:{port}"),
            port,
            _child: child,
        };
        process.wait_until_ready().await.with_context(|| name)?;
        Ok(process)
    }

    async fn wait_until_ready(&self) -> Result<()> {
        let status = format!("{}/status", self.url);
        wait::until("the driver to answer", || async {
            let answer = crate::tenant::http().get(&status).send().await;
            Ok(answer.is_ok().then_some(()))
        })
        .await
    }

    /// Closes the browser, without a runtime.
    pub(super) fn end_session(&self, session: &str) -> Result<()> {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port))?;
        connection.set_read_timeout(Some(wait::TIMEOUT))?;
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

/// Bound and released: not every driver can choose a port itself and report it.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
