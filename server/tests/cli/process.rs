//! A service with its sandbox in a separate process, and commands on the same folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use titan_connect::cli::client;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::{interval, timeout};

/// A time limit far above the expected time.
pub const BOUND: Duration = Duration::from_secs(40);

pub const ANA: &str = "+5511999990001";

/// An operator's shell: a working folder and an environment.
pub struct Shell {
    folder: TempDir,
    variables: HashMap<String, String>,
}

/// A command's output and exit code.
#[derive(Debug)]
#[must_use]
pub struct Said {
    pub out: String,
    pub err: String,
    pub code: i32,
}

pub struct Service {
    child: Child,
    pub url: String,
    /// Empty for `serve`, which prints none.
    pub playground: String,
    /// Everything it printed until it was ready.
    pub printed: String,
}

impl Shell {
    pub fn new() -> Self {
        Shell {
            folder: tempfile::tempdir().unwrap(),
            variables: HashMap::new(),
        }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.set(name, value);
        self
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.insert(name.to_owned(), value.to_owned());
    }

    /// The default data folder.
    pub fn data(&self) -> PathBuf {
        self.file("data")
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_titan-connect"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            // Somebody may be running `dev` on this machine.
            .env("PLAYGROUND_LISTEN", "127.0.0.1:0")
            .env("SANDBOX_META_LISTEN", "127.0.0.1:0")
            .envs(&self.variables)
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Starts `titan-connect dev` on a free port; commands of this shell find it from then on.
    pub async fn dev(&mut self) -> Service {
        self.dev_with(&[]).await
    }

    /// Like [`Self::dev`], with variables for the service only.
    pub async fn dev_with(&mut self, variables: &[(&str, &str)]) -> Service {
        self.start("dev", variables).await
    }

    /// Like [`Self::dev`], for `titan-connect serve`.
    pub async fn serve(&mut self) -> Service {
        self.start("serve", &[]).await
    }

    async fn start(&mut self, command: &str, variables: &[(&str, &str)]) -> Service {
        let mut child = self
            .command(&[command])
            .env("LISTEN", "127.0.0.1:0")
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let printed = timeout(BOUND, until_ready(&mut lines))
            .await
            .expect("ready in time");
        let value = |name: &str| {
            let found = printed.lines().find_map(|line| line.strip_prefix(name));
            found.map(|value| value.trim().trim_end_matches('/').to_owned())
        };
        let service = Service {
            url: value("service ").unwrap_or_else(|| panic!("no address in:\n{printed}")),
            playground: value("playground ").unwrap_or_default(),
            printed: printed.clone(),
            child,
        };
        self.set("LISTEN", service.url.strip_prefix("http://").unwrap());
        service
    }

    /// Creates a session and links it with a phone of the sandbox.
    pub async fn link(&self, service: &Service, session: &str, phone: &str) {
        self.data_of(&["sessions", "create", session, "--start"])
            .await;
        let code = self.data_of(&["sessions", "qr", session]).await;
        service.scan(phone, code["qr"].as_str().unwrap()).await;
        self.until_connected(session).await;
    }

    /// Polls until the session is connected, because commands have no stream.
    pub async fn until_connected(&self, session: &str) -> Value {
        let mut ticks = interval(Duration::from_millis(50));
        let connected = async {
            loop {
                ticks.tick().await;
                let shown = self.data_of(&["sessions", "show", session]).await;
                if shown["status"] == "CONNECTED" {
                    return shown;
                }
            }
        };
        timeout(BOUND, connected).await.expect("connected in time")
    }

    /// Runs a command to its end.
    pub async fn run(&self, arguments: &[&str]) -> Said {
        let output = timeout(BOUND, self.command(arguments).output()).await;
        said(output.expect("it ends in time").unwrap())
    }

    /// Like [`Self::run`], without waiting for its end. Its output goes to a file.
    pub fn begin(&self, arguments: &[&str], out: &Path) -> Child {
        let file = std::fs::File::create(out).unwrap();
        self.command(arguments).stdout(file).spawn().unwrap()
    }

    /// The `data` of a successful command, with `--json`.
    pub async fn data_of(&self, arguments: &[&str]) -> Value {
        let said = self.run(&[arguments, &["--json"]].concat()).await;
        assert_eq!(said.code, 0, "{said:?}");
        said.json()["data"].clone()
    }
}

impl Said {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// Asserts that the command failed with an error on standard error and no other output.
    #[track_caller]
    pub fn refused(&self, code: i32, why: &str) {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.contains(why), "{self:?}");
        assert_eq!(self.out, "");
    }
}

impl Service {
    /// Killed, as by `kill -9`; the process is gone when this returns.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Waits until the process ends by itself and returns its exit code.
    pub async fn ended(mut self) -> Option<i32> {
        let status = timeout(BOUND, self.child.wait()).await;
        status.expect("it ends in time").unwrap().code()
    }

    pub fn pid(&self) -> u32 {
        self.child.id().expect("it is running")
    }

    /// The status of a request with this key.
    pub async fn answers(&self, key: &str) -> u16 {
        let request = client::http(BOUND).get(format!("{}/api/sessions", self.url));
        request
            .bearer_auth(key)
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    }

    /// Sets a fault of the sandbox.
    pub async fn fault(&self, fault: &Value) {
        let address = format!("{}/sandbox/faults", self.url);
        let request = client::http(BOUND).post(address).json(fault);
        let answer = request.send().await.unwrap();
        assert!(answer.status().is_success(), "{answer:?}");
    }

    /// A phone scans.
    pub async fn scan(&self, phone: &str, code: &str) {
        let address = format!("{}/sandbox/phones/{phone}/scan", self.url);
        let request = client::http(BOUND).post(address).json(&json!({"qr": code}));
        let answer = request.send().await.unwrap();
        assert!(
            answer.status().is_success(),
            "{}",
            answer.text().await.unwrap()
        );
    }
}

fn said(output: Output) -> Said {
    Said {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().expect("not killed"),
    }
}

async fn until_ready(lines: &mut Lines<BufReader<ChildStdout>>) -> String {
    let mut printed = String::new();
    while let Some(line) = lines.next_line().await.unwrap() {
        printed += &format!("{line}\n");
        if line == "ready" {
            return printed;
        }
    }
    panic!("the service ended before it was ready:\n{printed}");
}
