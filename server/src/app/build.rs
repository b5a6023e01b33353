//! Builds the app from its configuration: opens the database, checks it, and makes the state of each feature.

use std::net::SocketAddr;
use std::sync::Arc;

use engine::Network;
use tokio::sync::Mutex;
use url::Url;

use super::data_folder::database_url;
use super::exclusive::ExclusiveLock;
use super::first_tenant;
use super::network::NetworkIdentity;
use super::secrets::{self, Secrets};
use super::{App, PublicUrl, database};
use crate::account::key_cache::KeyCache;
use crate::account::{self, Accounts, key_sync};
use crate::domain::allow_list::AllowList;
use crate::domain::unlink_wave::UnlinkWaves;
use crate::runtime::clock::SharedClock;
use crate::runtime::config::Config;
use crate::runtime::ids::Ids;
use crate::runtime::limits::Limits;
use crate::runtime::metrics::Metrics;
use crate::runtime::tasks::Tasks;
use crate::security::guard::Guard;
use crate::security::host_resolver::{SharedResolver, SystemResolver};
use crate::security::master_key::MasterKey;
use crate::security::resolver::GuardedResolver;
use crate::security::signing::Key;
use crate::sessions::connection::proxy::ProxyGuard;
use crate::sessions::connection::{self, Connections};
use crate::sessions::drivers::Drivers;
use crate::sessions::hub::Hub;
use crate::sessions::link_streams::LinkStreams;
use crate::sessions::meta_apps::{MetaAddresses, MetaApps};
use crate::sessions::methods::AvailableMethods;
use crate::sessions::reachability::Reachability;
use crate::sessions::signup::{self, RunningSignups};
use crate::sessions::{
    self, Sessions, cloud_watch, expiry, funnel, history, phone_watch, purge, resume, unlinking,
};
use crate::store::{InitialKey, Store};
use crate::webhooks::sender::Sender;
use crate::webhooks::{self, Webhooks, maintenance, outbox};

/// Where Meta's window comes back to when it is a page. It is entered in the dashboard of each Meta app.
const META_RETURN: &str = "/widget/meta";

/// The app and the secrets that it was built with.
pub struct Service {
    pub app: App,
    pub secrets: Secrets,
}

/// What the app connects to outside of this process.
pub struct ExternalServices {
    pub network: Network,
    /// Identifies the network. A database of another network is rejected.
    pub identity: NetworkIdentity,
    /// Resolves the hosts of webhooks and proxies.
    pub names: SharedResolver,
    pub meta: MetaAddresses,
}

impl ExternalServices {
    pub fn new(network: Network, identity: NetworkIdentity) -> Self {
        ExternalServices {
            network,
            identity,
            names: Arc::new(SystemResolver),
            meta: MetaAddresses::default(),
        }
    }
}

/// `_exclusive` shows that no other process runs on the same data folder and database.
pub async fn build(
    config: &Config,
    clock: SharedClock,
    external: ExternalServices,
    address: SocketAddr,
    _exclusive: &ExclusiveLock,
) -> anyhow::Result<Service> {
    let now = clock.now();
    let secrets = secrets::load(&config.data_dir, &config.secrets, now)?;
    database::check(config, &secrets.sealer, &external.identity).await?;
    warn_without_public_url(config, address);
    let store = Store::open(&database_url(config), secrets.sealer.clone())
        .await?
        .with_quotas(config.quotas);
    store.record_network(external.identity.id, now).await?;
    // The exclusive lock is held, so every claim is from a process that has ended.
    store.release_claims().await?;
    let resealed = store.reseal(now).await?;
    if resealed > 0 {
        tracing::info!(values = resealed, "sealed anew with the current key");
    }
    first_tenant::create(&store, config, &secrets, now).await?;
    let app = assemble(config, clock, external, address, store, &secrets).await?;
    Ok(Service { app, secrets })
}

fn warn_without_public_url(config: &Config, address: SocketAddr) {
    if config.public_url.is_none() && !address.ip().is_loopback() {
        tracing::warn!(
            "PUBLIC_URL is not set, so each widget link begins with http://{address}; set it to the https address that \
             browsers use"
        );
    }
}

/// The app over an open store. Nothing runs yet, and no request is sent to the network.
pub(super) async fn assemble(
    config: &Config,
    clock: SharedClock,
    external: ExternalServices,
    address: SocketAddr,
    store: Store,
    secrets: &Secrets,
) -> anyhow::Result<App> {
    let base = Base {
        store,
        clock,
        ids: Arc::new(Ids::default()),
        tasks: Tasks::default(),
        metrics: Arc::new(Metrics::default()),
    };
    let public_url = config
        .public_url
        .clone()
        .map_or_else(|| Url::parse(&format!("http://{address}")), Ok)?;
    Ok(App {
        sessions: sessions(config, &base, &external, secrets, &public_url).await?,
        webhooks: webhooks(config, &base, &external),
        accounts: accounts(&base, secrets),
        limits: Arc::new(Limits::new(config.limits.clone())),
        public_url: PublicUrl::new(&public_url),
        store: base.store,
        clock: base.clock,
        ids: base.ids,
        tasks: base.tasks,
        metrics: base.metrics,
    })
}

/// What all features share.
struct Base {
    store: Store,
    clock: SharedClock,
    ids: Arc<Ids>,
    tasks: Tasks,
    metrics: Arc<Metrics>,
}

async fn sessions(
    config: &Config,
    base: &Base,
    external: &ExternalServices,
    secrets: &Secrets,
    public_url: &Url,
) -> anyhow::Result<Sessions> {
    let names = phone_number_key(base, secrets).await?;
    let proxies = ProxyGuard::new(guarded(&config.proxy_allow, &external.names));
    let connections = Connections::new(connection::Config {
        network: external.network.clone(),
        minimum_version: config.minimum_whatsapp_version,
        connecting_at_once: config.connecting_at_once,
        proxies: proxies.clone(),
        store: base.store.clone(),
        clock: base.clock.clone(),
        ids: base.ids.clone(),
    });
    let meta = MetaApps::new(
        external.meta.clone(),
        public_url.join(META_RETURN)?,
        config.meta.app.clone(),
        names.clone(),
    )?;
    let methods = AvailableMethods::new(public_url, meta.operator().is_some());
    warn_about_meta(config, methods);
    Ok(Sessions::new(sessions::State {
        store: base.store.clone(),
        connections,
        clock: base.clock.clone(),
        ids: base.ids.clone(),
        tasks: base.tasks.clone(),
        metrics: base.metrics.clone(),
        widget_tokens: secrets.widget_tokens.clone(),
        phone_numbers: names,
        hub: Hub::default(),
        link_streams: LinkStreams::new(config.limits.streams_per_link),
        drivers: Drivers::default(),
        proxies,
        reach: Reachability::default(),
        methods,
        open_whatsapp: config.open_whatsapp,
        qr_link: config.qr_link,
        requires_origins: config.require_allowed_origins,
        meta,
        signups: RunningSignups::default(),
        link_retention: config.operating.link_retention,
        unlink_waves: Mutex::new(UnlinkWaves::new(config.operating.unlink_wave)),
    }))
}

/// The tab for the Cloud API is shown only where it can work.
fn warn_about_meta(config: &Config, methods: AvailableMethods) {
    let missing = &config.meta.missing;
    if !missing.is_empty() {
        tracing::warn!(
            missing = missing.join(", "),
            "the Meta app is not complete, so no link offers the Cloud API with it; set the missing variables"
        );
    }
    if config.meta.app.is_some() && !methods.serves_meta() {
        tracing::warn!(
            "Meta's signup opens only on https pages, so no link offers the Cloud API; set PUBLIC_URL to the https \
             address that browsers use"
        );
    }
}

async fn phone_number_key(base: &Base, secrets: &Secrets) -> anyhow::Result<Key> {
    let first = InitialKey {
        fresh: &Key::from_bytes(rand::random()).encode(),
        previous: &secrets.api_keys.current().encode(),
    };
    let key = base.store.phone_number_key(first, base.clock.now()).await?;
    Ok(Key::parse(&key)?)
}

fn webhooks(config: &Config, base: &Base, external: &ExternalServices) -> Webhooks {
    Webhooks::new(webhooks::State {
        store: base.store.clone(),
        clock: base.clock.clone(),
        ids: base.ids.clone(),
        tasks: base.tasks.clone(),
        metrics: base.metrics.clone(),
        sender: Sender::new(guarded(&config.webhook_allow, &external.names)),
        retention: config.event_retention,
        node: format!("{:032x}", rand::random::<u128>()),
    })
}

fn accounts(base: &Base, secrets: &Secrets) -> Accounts {
    Accounts::new(account::State {
        store: base.store.clone(),
        clock: base.clock.clone(),
        ids: base.ids.clone(),
        tasks: base.tasks.clone(),
        api_keys: secrets.api_keys.clone(),
        key_cache: KeyCache::default(),
        master_key: MasterKey::new(secrets.master_key.expose()),
    })
}

/// Resolves the hosts that tenants configure and returns only addresses that the operator allows.
fn guarded(allow: &AllowList, names: &SharedResolver) -> GuardedResolver {
    GuardedResolver::new(Guard::new(allow.clone()), names.clone())
}

/// Starts the background tasks that no request starts.
pub fn spawn_background_tasks(app: &App) {
    app.tasks.spawn(outbox::run(app.webhooks.clone()));
    app.tasks.spawn(maintenance::run(app.webhooks.clone()));
    app.tasks.spawn(expiry::run(app.sessions.clone()));
    app.tasks.spawn(funnel::run(app.sessions.clone()));
    app.tasks.spawn(purge::run(app.sessions.clone()));
    app.tasks.spawn(history::run(app.sessions.clone()));
    app.tasks.spawn(unlinking::run(app.sessions.clone()));
    app.tasks.spawn(cloud_watch::run(app.sessions.clone()));
    app.tasks.spawn(phone_watch::run(app.sessions.clone()));
}

/// Loads what the features keep in memory and resumes the sessions. Returns how many.
pub async fn resume(app: &App) -> anyhow::Result<usize> {
    key_sync::start(&app.accounts).await?;
    signup::resume(&app.sessions).await?;
    Ok(resume::resume(&app.sessions).await?)
}
