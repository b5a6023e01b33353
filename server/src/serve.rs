//! Builds the service from its configuration, serves it, and stops it without losing anything.

pub mod beside;
pub mod database;
pub mod exclusive;
pub mod links;
pub mod network;

use std::fs::{DirBuilder, OpenOptions};
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use axum::Router;
use engine::{Config as EngineConfig, Engine, Network};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use url::Url;

use self::exclusive::Exclusive;
use self::network::Home;
use crate::account::key_desk::KeyDesk;
use crate::account::upkeep;
use crate::app::{App, Parts, PublicUrl};
use crate::clock::{SharedClock, SystemClock};
use crate::config::{Config, Operating};
use crate::domain::allow_list::AllowList;
use crate::domain::api_key::{ApiKeyRecord, Label};
use crate::domain::signing::SigningSecret;
use crate::domain::tenant::{DEFAULT_TENANT, Tenant};
use crate::domain::time::Timestamp;
use crate::http::metrics;
use crate::http::router::router;
use crate::hub::Hub;
use crate::ids::Ids;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::pages::assets::ASSETS;
use crate::reach::Reach;
use crate::secrets::{self, Secrets};
use crate::security::guard::Guard;
use crate::security::names::{SharedNames, SystemNames};
use crate::security::resolver::GuardedResolver;
use crate::sessions::drivers::Drivers;
use crate::sessions::inbox::StoredInbox;
use crate::sessions::proxy::ProxyGuard;
use crate::sessions::{expiry, resume, unlinking};
use crate::store::{FirstKey, Kind, Store};
use crate::tasks::Tasks;
use crate::telemetry;
use crate::token::api_key::ApiKey;
use crate::token::key::Key;
use crate::token::master_key::MasterKey;
use crate::webhooks::{Webhooks, keeper, outbox};

/// The SQLite file in the data folder.
pub(crate) const DATABASE_FILE: &str = "titan.db";

/// How long a stop waits for requests under way. Most take milliseconds; nothing is half written by one given up.
const LAST_REQUESTS: Duration = Duration::from_secs(20);

/// `titan-connect serve`.
pub async fn serve() -> anyhow::Result<()> {
    let config = Config::read(|name| std::env::var(name).ok())?;
    let _telemetry = telemetry::start(&config.operating)?;
    let clock: SharedClock = Arc::new(SystemClock::new(0));
    let exclusive = Exclusive::acquire(&config).await?;
    let listener = listen(config.listen).await?;
    let outside = Outside::of(Network::WhatsApp, Home::whatsapp());
    let address = listener.local_addr()?;
    let service = build(&config, clock, outside, address, &exclusive).await?;
    if cfg!(feature = "sandbox") {
        tracing::warn!(
            "this build can talk to the sandbox and therefore does not check WhatsApp's certificate chain; build without the feature `sandbox` for production"
        );
    }
    tell("service", service.app.public_url.as_str());
    if service.secrets.made_now {
        for (name, value) in service.secrets.to_show() {
            tell(name, value);
        }
        println!(
            "These are shown once; they are kept in {}.",
            config.data_dir.display()
        );
    }
    let app = service.app.clone();
    run(app, listener, Router::new(), &config.operating, exclusive).await
}

/// What was built, and the secrets it was built with.
pub struct Service {
    pub app: App,
    pub secrets: Secrets,
}

/// What lies beyond this process.
pub struct Outside {
    pub network: Network,
    /// Which network that is: a database of another one is refused.
    pub home: Home,
    /// Finds the hosts of webhooks and proxies.
    pub names: SharedNames,
}

impl Outside {
    pub fn of(network: Network, home: Home) -> Self {
        Outside {
            network,
            home,
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

/// `_exclusive` shows that no other process runs on the same data folder and database.
pub async fn build(
    config: &Config,
    clock: SharedClock,
    outside: Outside,
    address: SocketAddr,
    _exclusive: &Exclusive,
) -> anyhow::Result<Service> {
    let now = clock.now();
    let secrets = secrets::load(&config.data_dir, &config.given, now)?;
    database::check(config, &secrets.sealer, &outside.home).await?;
    let store = Store::open(&database_url(config), secrets.sealer.clone())
        .await
        .context("cannot open the database")?;
    store.record_network(outside.home.id, now).await?;
    if store.kind() == Kind::Sqlite {
        // What is claimed was claimed by a process that has ended. On Postgres claims run out by themselves.
        store.release_claims().await?;
    }
    let resealed = store.take_seals(now).await?;
    if resealed > 0 {
        tracing::info!(values = resealed, "sealed anew with the current key");
    }
    found(&store, config, &secrets, now).await?;
    let app = assemble(config, clock, outside, address, store, &secrets).await?;
    Ok(Service { app, secrets })
}

/// What the operator brought, or a SQLite file in the data folder.
pub fn database_url(config: &Config) -> String {
    config.database_url.clone().unwrap_or_else(|| {
        format!(
            "sqlite://{}?mode=rwc",
            config.data_dir.join(DATABASE_FILE).display()
        )
    })
}

/// The app over an open store. Nothing runs yet, and nothing is asked of the network.
async fn assemble(
    config: &Config,
    clock: SharedClock,
    outside: Outside,
    address: SocketAddr,
    store: Store,
    secrets: &Secrets,
) -> anyhow::Result<App> {
    let ids = Arc::new(Ids::default());
    let proxies = ProxyGuard::new(guarded(&config.proxy_allow, &outside.names));
    let engine = Engine::new(EngineConfig {
        network: outside.network,
        keys: Arc::new(store.clone()),
        proxies: Arc::new(proxies.clone()),
        inbox: Arc::new(StoredInbox {
            store: store.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        connecting_at_once: config.connecting_at_once,
        version: config.whatsapp_version,
    });
    let phone_numbers = store
        .phone_number_key(
            FirstKey {
                fresh: &Key::from_bytes(rand::random()).encode(),
                before: &secrets.api_keys.current().encode(),
            },
            clock.now(),
        )
        .await?;
    let public_url = config
        .public_url
        .clone()
        .map_or_else(|| Url::parse(&format!("http://{address}")), Ok)?;
    Ok(App::new(Parts {
        store,
        engine,
        clock,
        tasks: Tasks::default(),
        widget_tokens: secrets.widget_tokens.clone(),
        api_keys: secrets.api_keys.clone(),
        phone_numbers: Key::parse(&phone_numbers)?,
        key_desk: KeyDesk::default(),
        master_key: MasterKey::new(&secrets.master_key),
        public_url: PublicUrl::new(&public_url),
        hub: Hub::default(),
        ids,
        drivers: Drivers::default(),
        proxies,
        reach: Reach::default(),
        limits: Limits::new(config.limits.clone()),
        metrics: Metrics::default(),
        webhooks: Webhooks::new(
            guarded(&config.webhook_allow, &outside.names),
            config.event_retention,
        ),
    }))
}

/// Resolves what tenants name, within what the operator allows.
fn guarded(allow: &AllowList, names: &SharedNames) -> GuardedResolver {
    GuardedResolver::new(Guard::new(allow.clone()), names.clone())
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
    let secret = SigningSecret(secrets.signing_secret.clone());
    let tenant = Tenant::new(DEFAULT_TENANT.to_owned(), &config.tenant_name, secret, now);
    store.ensure_tenant(&tenant).await?;
    // A key of an earlier API_KEY_SECRET no longer opens anything and needs no record.
    if let Ok(key) = ApiKey::verify(&secrets.first_api_key, &secrets.api_keys, now) {
        let record = ApiKeyRecord {
            id: key.public_id(),
            tenant_id: key.tenant.id(),
            label: Label::parse("first").expect("a label"),
            scopes: key.scopes,
            is_active: true,
            created_at: now,
            expires_at: key.end(),
            last_used_at: None,
        };
        store.record_api_key(&record).await?;
    }
    Ok(())
}

/// Serves until told to stop, then lets every session and request finish what it holds. Told a second time, it
/// stops at once. When another process has taken over the database, the sessions stop first, and the end is an error.
pub async fn run(
    app: App,
    listener: TcpListener,
    extra: Router,
    operating: &Operating,
    exclusive: Exclusive,
) -> anyhow::Result<()> {
    let mut signals = Signals::listen()?;
    if let Some(address) = operating.metrics_listen {
        let bound = serve_metrics(&app, address).await?;
        tell("metrics", &format!("http://{bound}/metrics"));
    }
    let serving = accept(app.clone(), listener, extra);
    if !ASSETS.is_built() {
        tracing::warn!(
            "the widget is not in this build, so pages stand still; run `cargo xtask widget` and build again"
        );
    }
    app.tasks.spawn(outbox::run(app.clone()));
    app.tasks.spawn(keeper::run(app.clone()));
    app.tasks.spawn(expiry::run(app.clone()));
    app.tasks.spawn(unlinking::run(app.clone()));
    let resumed = wake(&app).await?;
    tracing::info!(sessions = resumed, "ready");
    println!("ready");
    let told = CancellationToken::new();
    let leaving = async {
        let (served, ()) = tokio::join!(serving, close(&app, &told, operating.drain));
        // Requests may need a session until their end, so the sessions go after them, and the database last.
        app.tasks.shut_down().await;
        app.store.close().await;
        served
    };
    let impatience = async {
        signals.next().await;
        told.cancel();
        signals.next().await;
    };
    let mut leaving = pin!(leaving);
    let ended = tokio::select! {
        served = &mut leaving => served,
        () = impatience => bail!("told to stop a second time, so nothing more was waited for"),
        taken_over = exclusive.lost() => {
            tracing::error!("{taken_over:#}");
            told.cancel();
            // The sessions first, without waiting for load balancers: they run elsewhere already.
            let ((), served) = tokio::join!(app.tasks.shut_down(), leaving);
            served.and(Err(taken_over))
        }
    };
    exclusive.release().await;
    ended
}

/// Sets going whatever goes on by itself. Returns how many sessions come back.
pub async fn wake(app: &App) -> anyhow::Result<usize> {
    upkeep::start(app).await?;
    Ok(resume::resume(app).await?)
}

/// Answers until the app closes, and then those under way, within bounds.
pub async fn accept(app: App, listener: TcpListener, extra: Router) -> anyhow::Result<()> {
    let closing = app.clone();
    let service = router(app.clone(), extra).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service)
        .with_graceful_shutdown(async move { closing.tasks.closing().await });
    let last_moment = async {
        app.tasks.closing().await;
        tokio::time::sleep(LAST_REQUESTS).await;
    };
    tokio::select! {
        served = server => served.context("the server stopped"),
        () = last_moment => {
            tracing::warn!("some requests did not end in time");
            Ok(())
        }
    }
}

/// Waits to be told, and then for load balancers to hear it, before no more requests are taken.
async fn close(app: &App, told: &CancellationToken, drain: Duration) {
    told.cancelled().await;
    tracing::info!(sessions = app.drivers.count(), "stopping");
    app.tasks.drain();
    tokio::select! {
        () = tokio::time::sleep(drain) => {}
        () = app.tasks.closing() => {}
    }
    app.tasks.close();
}

/// The figures on a listener of their own; gives the address that it has.
pub async fn serve_metrics(app: &App, address: SocketAddr) -> anyhow::Result<SocketAddr> {
    let listener = listen(address).await?;
    let bound = listener.local_addr()?;
    let stopping = app.clone();
    let figures = metrics::router(app.clone());
    app.tasks.spawn(async move {
        let server = axum::serve(listener, figures)
            .with_graceful_shutdown(async move { stopping.tasks.stopping().await });
        if let Err(error) = server.await {
            tracing::error!(%error, "the listener for metrics stopped");
        }
    });
    Ok(bound)
}

/// Ctrl-C and SIGTERM, heard from here on.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn listen() -> anyhow::Result<Self> {
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
