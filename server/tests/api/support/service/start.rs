//! Starts a test service, with its own network or behind a gateway.

use std::sync::{Arc, Mutex};

use engine::Network;
use sandbox::{Addresses, Camera, Gateway, Options, SOCKET_PATH, Sandbox, VisibleCode};
use titan_connect::app::App;
use titan_connect::app::build::{self, ExternalServices};
use titan_connect::app::exclusive::ExclusiveLock;
use titan_connect::app::network::NetworkIdentity;
use titan_connect::cli::listener::{Purpose, listen};
use titan_connect::cli::{client, serve};
use titan_connect::domain::network::NetworkId;
use titan_connect::runtime::config::{Config, LimitsConfig};
use titan_connect::sessions::meta_apps::MetaAddresses;
use tokio::net::TcpListener;
use url::Url;

use super::TestService;
use super::data::ServiceData;
use crate::support::clock::TestClock;
use crate::support::names::TestNames;

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
        let data = ServiceData::of_process();
        let config = data.config_without_limits();
        Self::start_in(data, config, speed, None).await
    }

    /// On a new Postgres cluster instead of SQLite.
    pub async fn start_on_postgres() -> Self {
        let data = ServiceData::postgres();
        let config = data.config_without_limits();
        Self::start_in(data, config, 1.0, None).await
    }

    /// On a new Postgres cluster, with a configuration that `change` has changed.
    pub async fn start_on_postgres_with(change: impl FnOnce(&mut Config)) -> Self {
        let data = ServiceData::postgres();
        let mut config = data.config_without_limits();
        change(&mut config);
        Self::start_in(data, config, 1.0, None).await
    }

    /// With a configuration that `change` has changed.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let data = ServiceData::of_process();
        let mut config = data.config_without_limits();
        change(&mut config);
        Self::start_in(data, config, 1.0, None).await
    }

    /// With a deployment's limits, changed by `change`.
    pub async fn start_limited(change: impl FnOnce(&mut LimitsConfig)) -> Self {
        let data = ServiceData::of_process();
        let mut config = data.config();
        change(&mut config.limits);
        Self::start_in(data, config, 1.0, None).await
    }

    /// With limits that are too high for any test to reach.
    pub async fn start_counting() -> Self {
        Self::start_counting_with(|_| ()).await
    }

    /// Like [`Self::start_counting`], with a configuration that `change` has changed.
    pub async fn start_counting_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::start_with(|config| {
            config.limits.per_key = u16::MAX;
            config.limits.per_key_tokens = u16::MAX;
            config.limits.per_address = u16::MAX;
            config.limits.per_address_tokens = u16::MAX;
            config.limits.per_address_files = u16::MAX;
            change(config);
        })
        .await
    }

    /// With the network behind `gateway`, which is still closed, and codes that expire `speed` times faster.
    pub async fn start_behind(gateway: &Gateway, speed: f64) -> Self {
        let data = ServiceData::of_process();
        let config = data.config_without_limits();
        Self::start_in(data, config, speed, Some(gateway.socket_url())).await
    }

    /// `elsewhere`: the socket of another network, instead of its own sandbox's.
    pub(super) async fn start_in(
        data: ServiceData,
        config: Config,
        speed: f64,
        elsewhere: Option<String>,
    ) -> Self {
        client::install_tls_provider();
        let clock = Arc::new(TestClock::new());
        let exclusive = ExclusiveLock::acquire(&config).await.unwrap();
        let listener = listen("127.0.0.1:0".parse().unwrap(), Purpose::Service)
            .await
            .unwrap();
        let address = listener.local_addr().unwrap();
        let sandbox = open_sandbox(&data, speed).await;
        let names = Arc::new(TestNames::default());
        let network = Network::Sandbox {
            socket_url: elsewhere.unwrap_or_else(|| format!("ws://{address}{SOCKET_PATH}")),
            speed,
        };
        let meta_listener = listen("127.0.0.1:0".parse().unwrap(), Purpose::Service)
            .await
            .unwrap();
        let meta_url = format!("http://{}/", meta_listener.local_addr().unwrap());
        let meta = MetaAddresses::sandbox(&Url::parse(&meta_url).unwrap());
        let external = external_services(&sandbox, network, names.clone(), meta);
        let service = build::build(&config, clock.clone(), external, address, &exclusive)
            .await
            .unwrap();
        let app = service.app;
        serve_meta(&app, &sandbox, meta_listener);
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
            data,
            exclusive,
        };
        service.start_outbox();
        service
    }
}

async fn open_sandbox(data: &ServiceData, speed: f64) -> Sandbox {
    let options = Options {
        state_file: Some(data.folder.path().join("sandbox.json")),
        speed,
        addresses: Addresses::of_process(),
    };
    Sandbox::open(options).await.unwrap()
}

fn external_services(
    sandbox: &Sandbox,
    network: Network,
    names: Arc<TestNames>,
    meta: MetaAddresses,
) -> ExternalServices {
    ExternalServices {
        network,
        identity: NetworkIdentity {
            id: NetworkId::Sandbox(sandbox.root_public_key()),
            accounts: sandbox.account_keys(),
        },
        names,
        meta,
    }
}

/// Serves the sandbox's Meta until the service closes.
fn serve_meta(app: &App, sandbox: &Sandbox, listener: TcpListener) {
    let (pages, stopping) = (sandbox.meta_router(), app.clone());
    app.tasks.spawn(async move {
        let closing = async move { stopping.tasks.closing().await };
        let server = axum::serve(listener, pages).with_graceful_shutdown(closing);
        server.await.unwrap();
    });
}
