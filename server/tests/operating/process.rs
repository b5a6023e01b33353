//! A process of the service with its sandbox, on free ports and a separate folder.

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// A time limit far above the expected time.
pub const BOUND: Duration = Duration::from_secs(40);

pub const ANA: &str = "+5511999990001";

pub struct Process {
    child: Child,
    pub url: String,
    pub metrics: Option<String>,
    pub key: String,
    pub redirect_secret: String,
    log: Arc<Mutex<Vec<String>>>,
    readers: JoinSet<()>,
    folder: TempDir,
}

#[derive(Default)]
struct Announced {
    url: String,
    metrics: Option<String>,
    key: String,
    redirect_secret: String,
}

impl Process {
    pub async fn start(variables: &[(&str, &str)]) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), variables).await
    }

    async fn start_in(folder: TempDir, variables: &[(&str, &str)]) -> Self {
        titan_connect::cli::client::install_tls_provider();
        let mut child = Command::new(env!("CARGO_BIN_EXE_titan-connect"))
            .arg("dev")
            .env_clear()
            .env("DATA_DIR", folder.path())
            .env("LISTEN", "127.0.0.1:0")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let mut readers = JoinSet::new();
        readers.spawn(follow(child.stderr.take().unwrap(), log.clone()));
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let announced = timeout(BOUND, announced(&mut lines)).await;
        let announced =
            announced.unwrap_or_else(|_| panic!("not ready in time: {:#?}", log.lock().unwrap()));
        Process {
            child,
            url: announced.url,
            metrics: announced.metrics,
            key: announced.key,
            redirect_secret: announced.redirect_secret,
            log,
            readers,
            folder,
        }
    }

    /// The data folder, which exists as long as this value.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// SIGTERM, as systemd and container runtimes send it.
    pub async fn terminate(&self) {
        let pid = self.child.id().expect("it is running").to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status().await;
        assert!(sent.unwrap().success());
    }

    /// Waits for the end and returns the exit status and the log.
    pub async fn ended(&mut self) -> (ExitStatus, Vec<String>) {
        let status = timeout(BOUND, self.child.wait()).await;
        let status = status.expect("it ends in time").unwrap();
        while self.readers.join_next().await.is_some() {}
        (status, self.log.lock().unwrap().clone())
    }

    /// Another process on the same data, after this one has ended.
    pub async fn again(mut self) -> Self {
        self.ended().await;
        Self::start_in(self.folder, &[]).await
    }

    pub async fn get(&self, path: &str) -> reqwest::Result<(u16, Value)> {
        self.send(reqwest::Client::new().get(format!("{}{path}", self.url)))
            .await
    }

    pub async fn post(&self, path: &str, body: Value) -> reqwest::Result<(u16, Value)> {
        let request = reqwest::Client::new().post(format!("{}{path}", self.url));
        self.send(request.json(&body)).await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> reqwest::Result<(u16, Value)> {
        let request = request.bearer_auth(&self.key).timeout(BOUND);
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        let text = answer.text().await?;
        Ok((status, serde_json::from_str(&text).unwrap_or(json!(text))))
    }

    /// A link's token and URL, for the session `support`.
    pub async fn link(&self) -> (String, String) {
        self.link_named("support").await
    }

    pub async fn link_named(&self, session: &str) -> (String, String) {
        let body = json!({"sessionName": session});
        let (status, made) = self.post("/api/widget/sessions", body).await.unwrap();
        assert_eq!(status, 201, "{made}");
        let text = |name: &str| made["data"][name].as_str().unwrap().to_owned();
        (text("widgetToken"), text("widgetUrl"))
    }

    /// Polls until the session has this status.
    pub async fn until_status(&self, session: &str, status: &str) -> Value {
        let mut ticks = tokio::time::interval(Duration::from_millis(20));
        for _ in 0..1000 {
            ticks.tick().await;
            let (_, found) = self.get(&format!("/api/sessions/{session}")).await.unwrap();
            if found["data"]["status"] == status {
                return found["data"].clone();
            }
        }
        panic!("{session} did not become {status}");
    }
}

async fn announced(lines: &mut Lines<BufReader<ChildStdout>>) -> Announced {
    let mut announced = Announced::default();
    while let Some(line) = lines.next_line().await.unwrap() {
        if line == "ready" {
            return announced;
        }
        let value = |name: &str| Some(line.strip_prefix(name)?.trim().to_owned());
        if let Some(url) = value("service ") {
            announced.url = url;
        } else if let Some(key) = value("api key ") {
            announced.key = key;
        } else if let Some(secret) = value("redirect signing secret ") {
            announced.redirect_secret = secret;
        } else if let Some(metrics) = value("metrics ") {
            announced.metrics = Some(metrics);
        }
    }
    // The process has ended; standard error contains the reason.
    std::future::pending().await
}

async fn follow(stream: impl AsyncRead + Unpin, log: Arc<Mutex<Vec<String>>>) {
    let mut lines = BufReader::new(stream).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        log.lock().unwrap().push(line);
    }
}
