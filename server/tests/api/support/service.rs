//! The whole service in this process, with a sandbox network and a test clock.

mod clients;
mod data;
mod restart;
mod start;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use titan_connect::app::App;
use titan_connect::app::exclusive::ExclusiveLock;
use titan_connect::webhooks::outbox;
use tokio_util::sync::CancellationToken;

use super::clock::TestClock;
use super::names::TestNames;
use data::ServiceData;

pub struct TestService {
    pub app: App,
    pub clock: Arc<TestClock>,
    pub names: Arc<TestNames>,
    pub url: String,
    /// For any request.
    pub http: reqwest::Client,
    outbox: Mutex<RunningOutbox>,
    key: String,
    master_key: String,
    data: ServiceData,
    exclusive: ExclusiveLock,
}

/// The outbox of a test service.
#[derive(Clone, Default)]
struct RunningOutbox {
    /// Aborts it.
    crash: CancellationToken,
    ended: CancellationToken,
}

impl TestService {
    /// Advances the clock and wakes what waits for it.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
        self.app.store.wake_outbox();
    }

    /// Resolves the hosts of the document's examples to this machine, where nothing listens.
    pub fn know_the_example_host(&self) {
        for host in ["hooks.acme.example", "proxy.example"] {
            self.names.resolve(host, &[&["127.0.0.1"]]);
        }
    }

    /// Asserts that the metrics have this line.
    #[track_caller]
    pub fn counts(&self, line: &str) {
        let figures = self.app.metrics.write().unwrap();
        assert!(figures.lines().any(|each| each == line), "{figures}");
    }

    /// Waits until the metrics have this line.
    pub async fn until_counted(&self, line: &str) {
        let mut ticks = tokio::time::interval(Duration::from_millis(10));
        for _ in 0..1000 {
            ticks.tick().await;
            let figures = self.app.metrics.write().unwrap();
            if figures.lines().any(|each| each == line) {
                return;
            }
        }
        self.counts(line);
    }

    /// Aborts the outbox, as a crash would. Returns when it is gone.
    pub async fn crash_outbox(&self) {
        let RunningOutbox { crash, ended } = self.outbox.lock().unwrap().clone();
        crash.cancel();
        ended.cancelled().await;
    }

    pub fn start_outbox(&self) {
        let outbox = RunningOutbox::default();
        *self.outbox.lock().unwrap() = outbox.clone();
        let RunningOutbox { crash, ended } = outbox;
        let app = self.app.clone();
        self.app.tasks.spawn(async move {
            tokio::select! {
                () = outbox::run(app.webhooks.clone()) => {}
                () = crash.cancelled() => {}
            }
            ended.cancel();
        });
    }

    /// The address of this service's own network.
    pub fn address(&self) -> SocketAddr {
        self.url.strip_prefix("http://").unwrap().parse().unwrap()
    }

    /// A separate connection to the database.
    pub async fn database(&self) -> sqlx::AnyConnection {
        use sqlx::Connection as _;
        let url = self.data.database_url();
        sqlx::AnyConnection::connect(&url).await.unwrap()
    }

    /// A direct connection to the database.
    pub async fn sql(&self, statement: &'static str) {
        use sqlx::{Connection as _, Executor as _};
        let mut database = self.database().await;
        database.execute(statement).await.unwrap();
        database.close().await.unwrap();
    }
}
