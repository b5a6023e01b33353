//! Builds the service from its configuration, serves it, and stops it without losing anything.

use std::fs::{DirBuilder, OpenOptions};
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use engine::{Config as EngineConfig, Engine, Network};
use tokio::net::TcpListener;
use url::Url;

use crate::app::{App, Parts, PublicUrl};
use crate::clock::{SharedClock, SystemClock};
use crate::config::Config;
use crate::domain::scope::Scopes;
use crate::domain::tenant::{DEFAULT_TENANT, SigningSecret, Tenant};
use crate::domain::time::Timestamp;
use crate::http::router::router;
use crate::hub::Hub;
use crate::ids::Ids;
use crate::pages::assets::ASSETS;
use crate::secrets::{self, Secrets};
use crate::sessions::drivers::Drivers;
use crate::sessions::inbox::StoredInbox;
use crate::sessions::resume;
use crate::store::{ApiKeyRow, Store};
use crate::tasks::Tasks;
use crate::token::api_key::ApiKey;
use crate::webhooks::guard::Guard;
use crate::webhooks::names::{SharedNames, SystemNames};
use crate::webhooks::{Webhooks, keeper, outbox};

/// The SQLite file in the data folder.
const DATABASE_FILE: &str = "titan.db";

/// `titan-connect serve`.
pub async fn serve() -> anyhow::Result<()> {
    let config = Config::read(|name| std::env::var(name).ok())?;
    let clock: SharedClock = Arc::new(SystemClock::new(0));
    let listener = listen(config.listen).await?;
    let outside = Outside::of(Network::WhatsApp);
    let service = build(&config, clock, outside, listener.local_addr()?).await?;
    if cfg!(feature = "sandbox") {
        tracing::warn!(
            "this build can talk to the sandbox and therefore does not check WhatsApp's certificate chain; build without the feature `sandbox` for production"
        );
    }
    tell("service", service.app.public_url.as_str());
    if service.secrets.made_now {
        tell("master key", &service.secrets.master_key);
        tell("api key", &service.secrets.first_api_key);
        tell("webhook secret", &service.secrets.signing_secret);
        println!(
            "These are shown once; they are kept in {}.",
            config.data_dir.display()
        );
    }
    let app = service.app.clone();
    run(app, listener, Router::new()).await
}

/// What was built, and the secrets it was built with.
pub struct Service {
    pub app: App,
    pub secrets: Secrets,
}

/// What lies beyond this process.
pub struct Outside {
    pub network: Network,
    /// Finds the hosts of webhooks.
    pub names: SharedNames,
}

impl Outside {
    pub fn of(network: Network) -> Self {
        Outside {
            network,
            names: Arc::new(SystemNames),
        }
    }
}

pub async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}: is something else running there? Set LISTEN to another address"))
}

/// One line for a person, which a program can read too.
pub fn tell(name: &str, value: &str) {
    println!("{name:<15} {value}");
}

pub async fn build(
    config: &Config,
    clock: SharedClock,
    outside: Outside,
    address: SocketAddr,
) -> anyhow::Result<Service> {
    data_folder(&config.data_dir)?;
    let now = clock.now();
    let secrets = secrets::load(&config.data_dir, &config.given, now)?;
    let url = config.database_url.clone().unwrap_or_else(|| {
        format!(
            "sqlite://{}?mode=rwc",
            config.data_dir.join(DATABASE_FILE).display()
        )
    });
    let store = Store::open(&url, secrets.sealer.clone())
        .await
        .context("cannot open the database")?;
    let resealed = store.take_seals(now).await?;
    if resealed > 0 {
        tracing::info!(values = resealed, "sealed anew with the current key");
    }
    found(&store, config, &secrets, now).await?;
    let ids = Arc::new(Ids::default());
    let engine = Engine::new(EngineConfig {
        network: outside.network,
        keys: Arc::new(store.clone()),
        inbox: Arc::new(StoredInbox {
            store: store.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        connecting_at_once: config.connecting_at_once,
        version: config.whatsapp_version,
    });
    let public_url = config
        .public_url
        .clone()
        .map_or_else(|| Url::parse(&format!("http://{address}")), Ok)?;
    let app = App::new(Parts {
        store,
        engine,
        clock,
        tasks: Tasks::default(),
        widget_tokens: secrets.widget_tokens.clone(),
        api_keys: secrets.api_keys.clone(),
        public_url: PublicUrl::new(&public_url),
        hub: Hub::default(),
        ids,
        drivers: Drivers::default(),
        webhooks: Webhooks::new(
            Guard::new(config.webhook_allow.clone()),
            outside.names,
            config.event_retention,
        ),
    });
    Ok(Service { app, secrets })
}

/// The data folder, and in it the database, for their owner's eyes only: both hold key material.
pub fn data_folder(path: &Path) -> anyhow::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .with_context(|| format!("cannot create the data folder {}", path.display()))?;
    OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path.join(DATABASE_FILE))
        .with_context(|| format!("cannot write into the data folder {}", path.display()))?;
    Ok(())
}

/// The tenant and the key that every installation has.
async fn found(
    store: &Store,
    config: &Config,
    secrets: &Secrets,
    now: Timestamp,
) -> anyhow::Result<()> {
    let tenant = Tenant {
        id: DEFAULT_TENANT.to_owned(),
        name: config.tenant_name.clone(),
        callback_allow_list: Vec::new(),
        allowed_origins: Vec::new(),
        signing_secret: SigningSecret(secrets.signing_secret.clone()),
    };
    store.ensure_tenant(&tenant, now).await?;
    // A key of an earlier API_KEY_SECRET no longer opens anything and needs no record.
    if let Ok(key) = ApiKey::verify(&secrets.first_api_key, &secrets.api_keys, now) {
        let expires_at = Timestamp::from_millis(i64::from(key.expires_at) * 1000);
        let row = ApiKeyRow {
            id: key.public_id(),
            tenant_id: key.tenant.id(),
            label: "first".to_owned(),
            scopes: Scopes::ALL,
            created_at: now,
            expires_at,
        };
        store.record_api_key(&row).await?;
    }
    Ok(())
}

/// Serves until told to stop, then lets every session and request finish what it holds.
pub async fn run(app: App, listener: TcpListener, extra: Router) -> anyhow::Result<()> {
    let service = router(app.clone(), extra);
    let stopping = app.clone();
    let server = axum::serve(listener, service)
        .with_graceful_shutdown(async move { stopping.tasks.stopping().await });
    if !ASSETS.is_built() {
        tracing::warn!(
            "the widget is not in this build, so pages stand still; run `cargo xtask widget` and build again"
        );
    }
    app.tasks.spawn(outbox::run(app.clone()));
    app.tasks.spawn(keeper::run(app.clone()));
    let resumed = resume::resume(&app).await?;
    tracing::info!(sessions = resumed, "ready");
    println!("ready");
    let serving = async move { server.await.context("the server stopped") };
    let stop = async {
        told_to_stop().await;
        tracing::info!(sessions = app.drivers.count(), "stopping");
        app.tasks.shut_down().await;
    };
    let (served, ()) = tokio::join!(serving, stop);
    app.store.close().await;
    served
}

/// Ctrl-C or SIGTERM.
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}
