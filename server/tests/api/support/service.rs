//! The whole service in this process, with a sandbox network and a test clock.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use engine::Network;
use sandbox::{Camera, Gateway, Options, SOCKET_PATH, Sandbox, VisibleCode};
use serde_json::json;
use tempfile::TempDir;
use titan_connect::app::App;
use titan_connect::app::build::{self, ExternalServices};
use titan_connect::app::exclusive::ExclusiveLock;
use titan_connect::app::network::NetworkIdentity;
use titan_connect::cli::client;
use titan_connect::cli::serve;
use titan_connect::domain::network::NetworkId;
use titan_connect::domain::scope::Scopes;
use titan_connect::domain::signing::SigningSecret;
use titan_connect::domain::tenant::Tenant as TenantRow;
use titan_connect::runtime::config::{Config, LimitsConfig};
use titan_connect::security::api_key::{ApiKey, TenantRef};
use titan_connect::security::signing::Key;
use titan_connect::webhooks::outbox;
use tokio_util::sync::CancellationToken;

use super::client::{Answer, Tenant, finish};
use super::clock::TestClock;
use super::names::TestNames;
use super::postgres::Cluster;

pub struct TestService {
    pub app: App,
    pub clock: Arc<TestClock>,
    pub names: Arc<TestNames>,
    pub url: String,
    /// For any request.
    pub http: reqwest::Client,
    outbox: Mutex<CancellationToken>,
    key: String,
    master_key: String,
    place: Permit,
    exclusive: ExclusiveLock,
}

/// The service's data: a data folder and, unless it uses SQLite, a Postgres cluster.
struct Permit {
    folder: TempDir,
    cluster: Option<Cluster>,
}

impl Permit {
    fn sqlite() -> Self {
        Permit {
            folder: tempfile::tempdir().unwrap(),
            cluster: None,
        }
    }

    fn postgres() -> Self {
        Permit {
            cluster: Some(Cluster::start()),
            ..Permit::sqlite()
        }
    }

    /// A deployment's configuration.
    fn config(&self) -> Config {
        let folder = self.folder.path().display().to_string();
        Config::read(|name| match name {
            "DATA_DIR" => Some(folder.clone()),
            "DATABASE_URL" => self.cluster.as_ref().map(Cluster::url),
            "WEBHOOK_ALLOW" | "PROXY_ALLOW" => Some("127.0.0.0/8".to_owned()),
            "TENANT_NAME" => Some("Acme <Helpdesk>".to_owned()),
            _ => None,
        })
        .unwrap()
    }

    /// Tests poll while their clock stands still, so only tests of the limits have rate limits.
    fn config_without_limits(&self) -> Config {
        let mut config = self.config();
        config.limits.per_key = 0;
        config.limits.per_key_tokens = 0;
        config.limits.per_address = 0;
        config.limits.per_address_tokens = 0;
        config
    }

    /// The database's URL, for a separate connection.
    fn database_url(&self) -> String {
        match &self.cluster {
            Some(cluster) => cluster.url(),
            None => format!("sqlite://{}", self.folder.path().join("titan.db").display()),
        }
    }
}

/// Phones of this harness have no camera; tests get codes from the API.
struct Blind;

#[async_trait::async_trait]
impl Camera for Blind {
    async fn visible(&self) -> Vec<VisibleCode> {
        Vec::new()
    }
}

impl TestService {
    pub async fn start() -> Self {
        Self::start_at_speed(1.0).await
    }

    /// With codes that expire `speed` times faster.
    pub async fn start_at_speed(speed: f64) -> Self {
        let place = Permit::sqlite();
        let config = place.config_without_limits();
        Self::start_in(place, config, speed, None).await
    }

    /// On a new Postgres cluster instead of SQLite.
    pub async fn start_on_postgres() -> Self {
        let place = Permit::postgres();
        let config = place.config_without_limits();
        Self::start_in(place, config, 1.0, None).await
    }

    /// With a configuration that `change` has changed.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let place = Permit::sqlite();
        let mut config = place.config_without_limits();
        change(&mut config);
        Self::start_in(place, config, 1.0, None).await
    }

    /// With a deployment's limits, changed by `change`.
    pub async fn start_limited(change: impl FnOnce(&mut LimitsConfig)) -> Self {
        let place = Permit::sqlite();
        let mut config = place.config();
        change(&mut config.limits);
        Self::start_in(place, config, 1.0, None).await
    }

    /// With limits that are too high for any test to reach.
    pub async fn start_counting() -> Self {
        Self::start_limited(|limits| {
            limits.per_key = u16::MAX;
            limits.per_key_tokens = u16::MAX;
            limits.per_address = u16::MAX;
            limits.per_address_tokens = u16::MAX;
        })
        .await
    }

    /// `elsewhere`: the socket of another network, instead of its own sandbox's.
    async fn start_in(
        place: Permit,
        config: Config,
        speed: f64,
        elsewhere: Option<String>,
    ) -> Self {
        client::install_tls_provider();
        let clock = Arc::new(TestClock::new());
        let exclusive = ExclusiveLock::acquire(&config).await.unwrap();
        let listener = serve::listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let sandbox = Sandbox::open(Options {
            state_file: Some(place.folder.path().join("sandbox.json")),
            speed,
        })
        .await
        .unwrap();
        let network = Network::Sandbox {
            socket_url: elsewhere.unwrap_or_else(|| format!("ws://{address}{SOCKET_PATH}")),
            speed,
        };
        let names = Arc::new(TestNames::default());
        let external = ExternalServices {
            network,
            identity: NetworkIdentity {
                id: NetworkId::Sandbox(sandbox.root_public_key()),
                accounts: sandbox.account_keys(),
            },
            names: names.clone(),
        };
        let service = build::build(&config, clock.clone(), external, address, &exclusive)
            .await
            .unwrap();
        let app = service.app;
        let accepting = serve::accept(app.clone(), listener, sandbox.router(Arc::new(Blind)));
        app.tasks.spawn(async move { accepting.await.unwrap() });
        build::resume(&app).await.unwrap();
        let service = TestService {
            app,
            clock,
            names,
            url: format!("http://{address}"),
            http: reqwest::Client::new(),
            outbox: Mutex::default(),
            key: service.secrets.first_api_key.expose().to_owned(),
            master_key: service.secrets.master_key.expose().to_owned(),
            place,
            exclusive,
        };
        service.start_outbox();
        service
    }

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

    /// Aborts the outbox, as a crash would.
    pub fn crash_outbox(&self) {
        self.outbox.lock().unwrap().cancel();
    }

    pub fn start_outbox(&self) {
        let crash = CancellationToken::new();
        *self.outbox.lock().unwrap() = crash.clone();
        let app = self.app.clone();
        self.app.tasks.spawn(async move {
            tokio::select! {
                () = outbox::run(app.webhooks.clone()) => {}
                () = crash.cancelled() => {}
            }
        });
    }

    /// Shuts down and starts again on the same data.
    pub async fn restart(self) -> Self {
        self.restart_with(|_| ()).await
    }

    /// Like [`Self::restart`], with a changed configuration.
    pub async fn restart_with(self, change: impl FnOnce(&mut Config)) -> Self {
        let place = self.stop().await;
        let mut config = place.config_without_limits();
        change(&mut config);
        Self::start_in(place, config, 1.0, None).await
    }

    /// Like [`Self::restart`], with another API key secret.
    pub async fn restart_with_api_key_secret(self, secret: Key) -> Self {
        self.restart_with(|config| config.secrets.api_key_secret = Some(secret))
            .await
    }

    /// Shuts down, so that another service can start on the data.
    async fn stop(self) -> Permit {
        self.app.tasks.shut_down().await;
        self.app.store.close().await;
        self.exclusive.release().await;
        self.place
    }

    /// Like [`Self::restart`], with an unreachable network.
    pub async fn restart_beside_a_dead_network(self) -> Self {
        let place = self.stop().await;
        // Bound and closed, so nothing listens there.
        let nobody = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let elsewhere = Some(format!("ws://{nobody}{SOCKET_PATH}"));
        let config = place.config_without_limits();
        Self::start_in(place, config, 1.0, elsewhere).await
    }

    /// With the network behind `gateway`, which is still closed, and codes that expire `speed` times faster.
    pub async fn start_behind(gateway: &Gateway, speed: f64) -> Self {
        let place = Permit::sqlite();
        let config = place.config_without_limits();
        Self::start_in(place, config, speed, Some(gateway.socket_url())).await
    }

    /// The address of this service's own network.
    pub fn address(&self) -> std::net::SocketAddr {
        self.url.strip_prefix("http://").unwrap().parse().unwrap()
    }

    /// A client without a key, behind a local proxy that forwards `address`.
    pub async fn visit_from(&self, address: &str, path: &str) -> Answer {
        let request = reqwest::Client::new().get(format!("{}{path}", self.url));
        finish(request.header("x-forwarded-for", address)).await
    }

    /// A separate connection to the database.
    pub async fn database(&self) -> sqlx::AnyConnection {
        use sqlx::Connection as _;
        let url = self.place.database_url();
        sqlx::AnyConnection::connect(&url).await.unwrap()
    }

    /// A direct connection to the database.
    pub async fn sql(&self, statement: &'static str) {
        use sqlx::{Connection as _, Executor as _};
        let mut database = self.database().await;
        database.execute(statement).await.unwrap();
        database.close().await.unwrap();
    }

    /// The default tenant's first key.
    pub fn key(&self) -> &str {
        &self.key
    }

    pub fn master_key(&self) -> &str {
        &self.master_key
    }

    /// The default tenant's backend.
    pub fn tenant(&self) -> Tenant {
        Tenant::new(&self.url, &self.key)
    }

    /// The operator, with the master key.
    pub fn operator(&self) -> Tenant {
        Tenant::new(&self.url, &self.master_key)
    }

    /// The default tenant's backend with a key made through the API.
    pub async fn new_key(&self, scopes: &[&str], lifetime_days: u32) -> Tenant {
        let wish = json!({"label": "made", "scopes": scopes, "lifetimeDays": lifetime_days});
        let made = self
            .tenant()
            .post("/api/account/keys", wish)
            .await
            .data(201);
        Tenant::new(&self.url, made["key"].as_str().unwrap())
    }

    /// Delays a race by the time of `requests` short requests.
    pub async fn spend_time(&self, requests: u32) {
        for _ in 0..requests {
            let answer = finish(self.http.get(format!("{}/health/live", self.url))).await;
            assert_eq!(answer.status, 200);
        }
    }

    /// A page, requested as by a browser.
    pub async fn page(&self, url: &str) -> Answer {
        finish(
            reqwest::Client::new()
                .get(url)
                .header("sec-fetch-dest", "document"),
        )
        .await
    }

    /// The default tenant's backend with a key that has fewer scopes.
    pub fn tenant_with(&self, scopes: &[&str]) -> Tenant {
        Tenant::new(&self.url, &self.issue("default", scopes))
    }

    /// Another tenant of the same service.
    pub async fn other_tenant(&self) -> Tenant {
        let id = "tnt_00000000000000000000000007";
        let mut row = TenantRow::new(
            id.into(),
            "Other",
            SigningSecret::new("other"),
            self.app.now(),
        );
        row.callback_allow_list = vec!["https://other.example/done".into()];
        self.app.store.ensure_tenant(&row).await.unwrap();
        Tenant::new(&self.url, &self.issue(id, &["*"]))
    }

    fn issue(&self, tenant_id: &str, scopes: &[&str]) -> String {
        let now = self.app.now();
        let key = ApiKey {
            id: titan_connect::domain::id::ulid(now, 1),
            tenant: TenantRef::parse(tenant_id).unwrap(),
            scopes: Scopes::from_names(scopes.iter().copied()).unwrap(),
            expires_at: u32::try_from(now.as_seconds() + 3600).unwrap(),
        };
        key.issue(&self.app.accounts.api_keys)
    }
}
