//! The real binary in `dev` mode: its own process, data folder and free ports.

mod launch;
mod setup;
mod startup_info;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Child;
use tokio::task::JoinSet;

use self::launch::launch;
pub use self::setup::Setup;
pub use self::startup_info::StartupInfo;
use self::startup_info::address_of;
use crate::captured_output::CapturedOutput;
use crate::events::{Event, ReceivedMessage};
use crate::phone::Phone;
use crate::tenant::{Answer, Tenant, http};

/// A running service. Dropping it kills the process and deletes its data.
pub struct Service {
    child: Child,
    /// Capture the child's output; they end with it.
    readers: JoinSet<()>,
    setup: Setup,
    startup: StartupInfo,
    out: CapturedOutput,
    log: CapturedOutput,
    data: TempDir,
}

impl Service {
    /// With the defaults, on fresh data.
    pub async fn start() -> Result<Self> {
        Setup::default().start().await
    }

    /// With the defaults, on the network of another process.
    pub async fn on_network_of(network: &Service) -> Result<Self> {
        let setup = Setup::default().on_network_of(network).await?;
        setup.start().await
    }

    async fn start_with(setup: Setup, data: TempDir) -> Result<Self> {
        let setup = setup
            .variable("LISTEN", "127.0.0.1:0")
            .variable("SANDBOX_META_LISTEN", "127.0.0.1:0")
            .variable("DATA_DIR", &data.path().to_string_lossy());
        let (out, log) = (CapturedOutput::default(), CapturedOutput::default());
        let mut readers = JoinSet::new();
        let (child, startup) = launch(&setup, &out, &log, &mut readers).await?;
        Ok(Self {
            child,
            readers,
            setup,
            startup,
            out,
            log,
            data,
        })
    }

    /// Sends SIGKILL; the process has ended when this returns.
    pub async fn kill(&mut self) -> Result<()> {
        self.child.kill().await.context("cannot kill the service")?;
        while self.readers.join_next().await.is_some() {}
        Ok(())
    }

    /// Starts again on the same data and the same ports.
    pub async fn start_again(&mut self) -> Result<()> {
        self.setup = self.setup_with_same_ports()?;
        (self.child, self.startup) =
            launch(&self.setup, &self.out, &self.log, &mut self.readers).await?;
        Ok(())
    }

    /// [`kill`](Self::kill) and [`start_again`](Self::start_again), with the clock ahead from then on.
    pub async fn restart_with_clock_ahead(&mut self, by: Duration) -> Result<()> {
        self.kill().await?;
        self.setup = self.setup.clone().clock_ahead(by);
        self.start_again().await
    }

    /// Runs another command of the binary with the same configuration; returns what it printed.
    pub async fn command(&self, arguments: &[&str]) -> Result<String> {
        let output = launch::command(&self.setup)
            .args(arguments)
            .output()
            .await?;
        let (out, err) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        anyhow::ensure!(output.status.success(), "{arguments:?}: {out}{err}");
        Ok(out.into_owned())
    }

    fn setup_with_same_ports(&self) -> Result<Setup> {
        let listen = address_of(&self.startup.service_url)?;
        let playground = address_of(&self.startup.playground_url)?;
        Ok(self
            .setup
            .clone()
            .variable("LISTEN", &listen)
            .variable("PLAYGROUND_LISTEN", &playground))
    }

    pub fn startup(&self) -> &StartupInfo {
        &self.startup
    }

    /// The address that it listens on.
    pub fn address(&self) -> Result<SocketAddr> {
        Ok(address_of(&self.startup.service_url)?.parse()?)
    }

    /// A URL of the service.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.startup.service_url)
    }

    /// The tenant whose key `dev` printed.
    pub fn tenant(&self) -> Tenant {
        Tenant::new(&self.startup.service_url, &self.startup.api_key)
    }

    /// A caller with this key: another tenant's, or the operator's.
    pub fn caller(&self, key: &str) -> Tenant {
        Tenant::new(&self.startup.service_url, key)
    }

    /// The personal phone that every sandbox starts with.
    pub fn ana(&self) -> Phone {
        Phone::new(&self.startup.service_url, "+5511999990001", "Ana Souza")
    }

    /// The business phone that every sandbox starts with.
    pub fn bia(&self) -> Phone {
        Phone::new(&self.startup.service_url, "+5521988880002", "Bia Lima")
    }

    /// The address of this service's network for other processes (`SANDBOX_NETWORK`).
    pub async fn network_url(&self) -> Result<String> {
        self.sandbox_address("wsUrl").await
    }

    /// Host and port of the sandbox's Meta.
    pub async fn meta_address(&self) -> Result<String> {
        address_of(&self.sandbox_address("graphUrl").await?)
    }

    async fn sandbox_address(&self, name: &str) -> Result<String> {
        let request = http().get(self.url("/sandbox/network"));
        let answer = Answer::of(request).await?.success()?;
        let address = answer["data"][name].as_str().map(str::to_owned);
        address.with_context(|| format!("the sandbox returns no {name}"))
    }

    /// Causes a fault in the sandbox's network; the fields are those of `POST /sandbox/faults`.
    pub async fn inject_fault(&self, fault: Value) -> Result<()> {
        let request = http().post(self.url("/sandbox/faults")).json(&fault);
        Answer::of(request)
            .await?
            .success()
            .context("injecting a fault")
            .map(drop)
    }

    /// Every phone of the sandbox's network, as `GET /sandbox/phones` shows it.
    pub async fn phones(&self) -> Result<Vec<Value>> {
        let request = http().get(self.url("/sandbox/phones"));
        let answer = Answer::of(request).await?.success()?;
        let phones = answer["data"].as_array().cloned();
        phones.context("the phones are a list")
    }

    /// Everything on stdout, over all starts.
    pub fn output(&self) -> &CapturedOutput {
        &self.out
    }

    /// Everything on stderr, over all starts.
    pub fn log(&self) -> &CapturedOutput {
        &self.log
    }

    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Every `message.received` event, read from the database.
    pub async fn received_messages(&self) -> Result<Vec<ReceivedMessage>> {
        crate::events::received_messages(&self.database_url()).await
    }

    /// Every event, read from the database.
    pub async fn events(&self) -> Result<Vec<Event>> {
        crate::events::all(&self.database_url()).await
    }

    /// How many rows each table has.
    pub async fn table_sizes(&self) -> Result<BTreeMap<String, u64>> {
        crate::table_sizes::of(&self.database_url()).await
    }

    /// The metrics, where `METRICS_LISTEN` is set.
    pub async fn metrics(&self) -> Result<String> {
        let url = &self.startup.metrics_url;
        anyhow::ensure!(!url.is_empty(), "the service has no metrics");
        Ok(http()
            .get(url)
            .send()
            .await?
            .error_for_status()?
            .text()
            .await?)
    }

    /// Moves the service's clock ahead while it runs.
    pub async fn advance_clock(&self, seconds: u64) -> Result<()> {
        let request = http().post(self.url("/sandbox/clock"));
        let body = json!({ "advanceSeconds": seconds });
        let answer = Answer::of(request.json(&body)).await?.success();
        answer.context("moving the clock").map(drop)
    }

    /// Read-only.
    fn database_url(&self) -> String {
        let file = self.data_dir().join("titan.db");
        let given = self.setup.value("DATABASE_URL").map(str::to_owned);
        given.unwrap_or_else(|| format!("sqlite://{}?mode=ro", file.display()))
    }

    pub fn data_dir(&self) -> &Path {
        self.data.path()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- the service's log ---\n{}\n---", self.log.text());
        }
    }
}

/// The binary under test: `TITAN_BIN`, or where cargo puts it.
pub fn binary() -> PathBuf {
    std::env::var_os("TITAN_BIN").map_or_else(
        || workspace().join("target/debug/titan-connect"),
        PathBuf::from,
    )
}

/// The root of the checkout.
pub fn workspace() -> PathBuf {
    let e2e = Path::new(env!("CARGO_MANIFEST_DIR"));
    e2e.parent().expect("e2e/ is in the workspace").to_owned()
}
