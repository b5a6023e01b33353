//! `titan-connect dev`: the same service against a sandbox, with phones and a playground.
//!
//! Only in builds with the feature `sandbox`. Listens on this machine only, unless configured otherwise.

mod camera;
mod clock;
mod meta;
mod network;
mod playground;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::response::Redirect;
use axum::routing::get;
use engine::Network;
use sandbox::{Options, SOCKET_PATH, Sandbox};
use tokio::net::TcpListener;

use crate::app::App;
use crate::app::build::{self, ExternalServices, Service};
use crate::app::database::check_before_secrets;
use crate::app::exclusive::ExclusiveLock;
use crate::app::network::NetworkIdentity;
use crate::cli::listener::{Purpose, listen};
use crate::cli::serve::{self, print_value};
use crate::domain::allow_list::AllowList;
use crate::domain::id::TenantId;
use crate::runtime::clock::SandboxClock;
use crate::runtime::config::{
    Config, ConfigError, DATA_DIR, DEV_FOLDER, DevConfig, META_APP_ID, PROXY_ALLOW, TENANT_NAME,
    WEBHOOK_ALLOW, dev_default,
};
use crate::runtime::telemetry;

const PLAYGROUND_PORT: u16 = 8081;

/// The sandbox's certificates, in the data folder; its phones are beside it.
const STATE_FILE: &str = "sandbox.json";

/// The name of the playground's tenant, unless configured.
const PLAYGROUND_TENANT: &str = "Acme Helpdesk";

pub async fn dev() -> anyhow::Result<()> {
    let dev_config = DevConfig::read(lookup)?;
    let mut config = config()?;
    dev_config.check_exposure(config.listen)?;
    let _telemetry = telemetry::start(&config.operating)?;
    serve::fit_connections(&mut config);
    let clock = Arc::new(SandboxClock::new(dev_config.clock_offset_seconds));
    network::mention_earlier_folder(&config.data_dir);
    let exclusive = ExclusiveLock::acquire(&config).await?;
    let listener = listen(config.listen, Purpose::Service).await?;
    let address = listener.local_addr()?;
    let playground = dev_config.playground_listen;
    let playground = playground.unwrap_or_else(|| playground_address(config.listen));
    let playground_listener = listen(playground, Purpose::Playground).await?;
    // A different host name, so that for the browser these are two sites.
    let port = playground_listener.local_addr()?.port();
    let playground = format!("http://localhost:{port}");

    let world = open_sandbox(&config, &dev_config).await?;
    let mut external = external(&world, &dev_config, address).await?;
    let elsewhere = dev_config.network.as_deref();
    let own_meta = meta::listen(&dev_config, config.listen).await?;
    external.meta = meta::addresses(own_meta.as_ref(), elsewhere, dev_config.meta_pages).await?;
    let service = build::build(&config, clock.clone(), external, address, &exclusive).await?;
    print_addresses(&service, &playground).await?;
    let app = service.app;
    if let Some(listener) = own_meta {
        meta::serve(&app, &world, listener)?;
    }
    meta::enter_app(&app, &world, elsewhere).await?;
    let extra = routes(&world, &app, &playground).merge(clock::router(app.clone(), clock));
    serve_playground(&app, playground_listener, playground);
    serve::run(app, listener, extra, &config.operating, exclusive).await
}

fn lookup(name: &str) -> Option<String> {
    variable(name).or_else(|| dev_default(name))
}

fn config() -> Result<Config, ConfigError> {
    let mut config = Config::read(lookup)?;
    if lookup(TENANT_NAME).is_none() {
        config.tenant_name = PLAYGROUND_TENANT.to_owned();
    }
    if lookup(META_APP_ID).is_none() {
        config.meta.app = Some(meta::settings());
    }
    // During development, backends run on this machine.
    if lookup(WEBHOOK_ALLOW).is_none() {
        config.webhook_allow = AllowList::this_machine();
    }
    if lookup(PROXY_ALLOW).is_none() {
        config.proxy_allow = AllowList::this_machine();
    }
    Ok(config)
}

async fn open_sandbox(config: &Config, dev_config: &DevConfig) -> anyhow::Result<Sandbox> {
    let state_file = config.data_dir.join(STATE_FILE);
    if dev_config.network.is_none() && !state_file.exists() {
        // Checked before the file is created, so that a failed start changes nothing.
        check_before_secrets(config, &NetworkIdentity::new_sandbox()).await?;
    }
    Sandbox::open(Options {
        state_file: Some(state_file),
        speed: dev_config.speed,
        addresses: dev_config.addresses,
    })
    .await
}

/// The network is this process's sandbox or that of another process.
async fn external(
    world: &Sandbox,
    dev_config: &DevConfig,
    address: SocketAddr,
) -> anyhow::Result<ExternalServices> {
    let identity = network::identity(world, dev_config.network.as_deref()).await?;
    let own = || format!("ws://{address}{SOCKET_PATH}");
    let network = Network::Sandbox {
        socket_url: dev_config.network.clone().unwrap_or_else(own),
        speed: dev_config.speed,
    };
    Ok(ExternalServices::new(network, identity))
}

async fn print_addresses(service: &Service, playground: &str) -> anyhow::Result<()> {
    let app = &service.app;
    print_value("service", app.public_url.as_str());
    print_value("playground", playground);
    print_value("phone", &app.public_url.join("/sandbox/"));
    print_value("api key", service.secrets.first_api_key.expose());
    if let Some(tenant) = app.store.tenant(&TenantId::default_tenant()).await? {
        print_value(
            "redirect signing secret",
            tenant.signing.at(app.now()).expose(),
        );
    }
    Ok(())
}

fn routes(world: &Sandbox, app: &App, playground: &str) -> Router {
    let start_page = playground.to_owned();
    world
        .router(Arc::new(camera::ServiceCamera::new(app.clone())))
        .route("/", get(async move || Redirect::temporary(&start_page)))
}

fn serve_playground(app: &App, listener: TcpListener, origin: String) {
    let host: Router = playground::router(app.clone(), origin);
    let stopping = app.clone();
    app.tasks.spawn(async move {
        let server = axum::serve(listener, host)
            .with_graceful_shutdown(async move { stopping.tasks.closing().await });
        if let Err(error) = server.await {
            tracing::error!(%error, "the playground stopped");
        }
    });
}

/// An environment variable, or the default of `dev`.
fn variable(name: &str) -> Option<String> {
    let given = std::env::var(name)
        .ok()
        .filter(|text| !text.trim().is_empty());
    given.or_else(|| (name == DATA_DIR).then(|| DEV_FOLDER.to_owned()))
}

/// The playground's address: a fixed port, or a free one if the service uses a free one.
fn playground_address(service: SocketAddr) -> SocketAddr {
    SocketAddr::new(
        service.ip(),
        if service.port() == 0 {
            0
        } else {
            PLAYGROUND_PORT
        },
    )
}
