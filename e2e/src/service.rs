//! The real binary in `dev` mode: its own process, data folder and free ports.

mod announced;
mod launch;
mod setup;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;
use tempfile::TempDir;
use tokio::process::Child;
use tokio::task::JoinSet;

pub use self::announced::Announced;
use self::announced::address_of;
use self::launch::launch;
pub use self::setup::Setup;
use crate::events::{Received, Told};
use crate::journal::Journal;
use crate::phone::Phone;
use crate::tenant::{Answer, Tenant, http};

/// A running service. Dropping it kills the process and deletes its data.
pub struct Service {
    child: Child,
    /// Follow the child's output; they end with it.
    readers: JoinSet<()>,
    setup: Setup,
    announced: Announced,
    out: Journal,
    log: Journal,
    data: TempDir,
}

impl Service {
    /// With the defaults, on fresh data.
    pub async fn start() -> Result<Self> {
        Setup::default().start().await
    }

    async fn start_with(setup: Setup, data: TempDir) -> Result<Self> {
        let setup = setup
            .variable("LISTEN", "127.0.0.1:0")
            .variable("DATA_DIR", &data.path().to_string_lossy());
        let (out, log) = (Journal::default(), Journal::default());
        let mut readers = JoinSet::new();
        let (child, announced) = launch(&setup, &out, &log, &mut readers).await?;
        Ok(Self {
            child,
            readers,
            setup,
            announced,
            out,
            log,
            data,
        })
    }

    /// The process is gone when this returns; nothing was flushed or said goodbye to.
    pub async fn kill9(&mut self) -> Result<()> {
        self.child.kill().await.context("cannot kill the service")?;
        while self.readers.join_next().await.is_some() {}
        Ok(())
    }

    /// Starts again on the same data and the same ports.
    pub async fn resume(&mut self) -> Result<()> {
        self.setup = self.resumed_setup()?;
        (self.child, self.announced) =
            launch(&self.setup, &self.out, &self.log, &mut self.readers).await?;
        Ok(())
    }

    /// [`kill9`](Self::kill9) and [`resume`](Self::resume), with the clock ahead from then on.
    pub async fn restart_later(&mut self, by: Duration) -> Result<()> {
        self.kill9().await?;
        self.setup = self.setup.clone().clock_ahead(by);
        self.resume().await
    }

    /// Runs another command of the binary beside the service, on the same configuration; gives what it printed.
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

    fn resumed_setup(&self) -> Result<Setup> {
        let listen = address_of(&self.announced.service)?;
        let playground = address_of(&self.announced.playground)?;
        Ok(self
            .setup
            .clone()
            .variable("LISTEN", &listen)
            .variable("PLAYGROUND_LISTEN", &playground))
    }

    pub fn announced(&self) -> &Announced {
        &self.announced
    }

    /// Where it listens.
    pub fn address(&self) -> Result<SocketAddr> {
        Ok(address_of(&self.announced.service)?.parse()?)
    }

    /// An address on the service.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.announced.service)
    }

    /// The tenant whose key `dev` printed.
    pub fn tenant(&self) -> Tenant {
        Tenant::new(&self.announced.service, &self.announced.api_key)
    }

    /// The consumer phone every sandbox starts with.
    pub fn ana(&self) -> Phone {
        Phone::new(&self.announced.service, "+5511999990001", "Ana Souza")
    }

    /// The business phone every sandbox starts with.
    pub fn bia(&self) -> Phone {
        Phone::new(&self.announced.service, "+5521988880002", "Bia Lima")
    }

    /// Where other processes reach this one's network (`SANDBOX_NETWORK`).
    pub async fn socket(&self) -> Result<String> {
        let request = http().get(self.url("/sandbox/network"));
        let answer = Answer::of(request).await?.success()?;
        Ok(answer["data"]["wsUrl"]
            .as_str()
            .context("the sandbox says where its network is")?
            .to_owned())
    }

    /// Makes the sandbox's network misbehave, in the words of `POST /sandbox/faults`.
    pub async fn fault(&self, fault: Value) -> Result<()> {
        let request = http().post(self.url("/sandbox/faults")).json(&fault);
        Answer::of(request)
            .await?
            .success()
            .context("asking for a fault")
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
    pub fn output(&self) -> &Journal {
        &self.out
    }

    /// Everything on stderr, over all starts.
    pub fn log(&self) -> &Journal {
        &self.log
    }

    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Every message the tenant was told of, read from the database.
    pub async fn received(&self) -> Result<Vec<Received>> {
        crate::events::received(&self.database()).await
    }

    /// Every event the tenant was to be told of, read from the database.
    pub async fn events(&self) -> Result<Vec<Told>> {
        crate::events::told(&self.database()).await
    }

    /// For looking only.
    fn database(&self) -> String {
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
    e2e.parent().expect("e2e/ lies in the workspace").to_owned()
}
