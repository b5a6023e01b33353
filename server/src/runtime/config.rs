//! The operator's configuration, read from environment variables. Every variable has a default.
//!
//! Each variable's name is one constant, used for reading it and in errors. An invalid value prevents the start; all
//! invalid values are reported together.

mod database;
#[cfg(feature = "sandbox")]
mod dev;
mod error;
mod limits;
mod meta;
mod operating;
mod quotas;
mod secrets;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

pub use database::DatabaseKind;
#[cfg(feature = "sandbox")]
pub use dev::{DevConfig, MetaPages, SANDBOX_NETWORK};
pub use error::ConfigError;
pub use limits::{
    ConnectionTimes, KEEP_ALIVE_SECONDS, LimitsConfig, MAX_CONCURRENT_REQUESTS, MAX_CONNECTIONS,
    MAX_CONNECTIONS_PER_ADDRESS, MAX_LIVE_STREAMS, RATE_LIMIT, RATE_LIMIT_ADDRESS,
    RATE_LIMIT_ADDRESS_FILES, RATE_LIMIT_ADDRESS_TOKENS, RATE_LIMIT_TOKENS, REQUEST_READ_SECONDS,
    TRUSTED_PROXIES,
};
pub use meta::MetaConfig;
pub use operating::{
    DRAIN_SECONDS, LINK_RETENTION_HOURS, LOG_FORMAT, LogFormat, METRICS_LISTEN,
    OTEL_EXPORTER_OTLP_ENDPOINT, OperatingConfig, RUST_LOG, UNLINK_WAVE_MINUTES,
    UNLINK_WAVE_SESSIONS,
};
pub use quotas::{QUOTA_OPEN_LINKS, QUOTA_SESSIONS, QUOTA_WEBHOOKS};
pub use secrets::{ConfiguredSecrets, SealKeyBytes};

use crate::domain::allow_list::AllowList;
use crate::domain::quota::Quotas;
use crate::domain::web_version::WebVersion;

pub const LISTEN: &str = "LISTEN";
pub const PUBLIC_URL: &str = "PUBLIC_URL";
pub const DATA_DIR: &str = "DATA_DIR";
pub const DATABASE_URL: &str = "DATABASE_URL";
pub const MASTER_KEY: &str = "MASTER_KEY";
pub const WIDGET_TOKEN_KEYS: &str = "WIDGET_TOKEN_KEYS";
pub const API_KEY_SECRET: &str = "API_KEY_SECRET";
pub const TENANT_NAME: &str = "TENANT_NAME";
pub const SEAL_KEYS: &str = "SEAL_KEYS";
pub const CONNECTING_AT_ONCE: &str = "CONNECTING_AT_ONCE";
pub const WHATSAPP_MIN_VERSION: &str = "WHATSAPP_MIN_VERSION";
/// An earlier name, under which the version was fixed. It is read as the minimum where that is not set.
const WHATSAPP_VERSION: &str = "WHATSAPP_VERSION";
pub const WEBHOOK_ALLOW: &str = "WEBHOOK_ALLOW";
pub const PROXY_ALLOW: &str = "PROXY_ALLOW";
pub const REQUIRE_ALLOWED_ORIGINS: &str = "REQUIRE_ALLOWED_ORIGINS";
pub const EVENT_RETENTION_DAYS: &str = "EVENT_RETENTION_DAYS";
pub const OPEN_WHATSAPP: &str = "OPEN_WHATSAPP";
pub const QR_LINK: &str = "QR_LINK";
pub const META_APP_ID: &str = "META_APP_ID";
pub const META_APP_SECRET: &str = "META_APP_SECRET";
pub const META_CONFIG_ID: &str = "META_CONFIG_ID";
pub const META_GRAPH_VERSION: &str = "META_GRAPH_VERSION";
pub const META_EXTRAS: &str = "META_EXTRAS";

/// Every variable of `serve`. The example file explains each of them; a test compares it with this list.
pub const NAMES: [&str; 45] = [
    LISTEN,
    PUBLIC_URL,
    DATA_DIR,
    DATABASE_URL,
    TENANT_NAME,
    MASTER_KEY,
    WIDGET_TOKEN_KEYS,
    API_KEY_SECRET,
    SEAL_KEYS,
    CONNECTING_AT_ONCE,
    WHATSAPP_MIN_VERSION,
    RATE_LIMIT,
    RATE_LIMIT_TOKENS,
    RATE_LIMIT_ADDRESS,
    RATE_LIMIT_ADDRESS_TOKENS,
    RATE_LIMIT_ADDRESS_FILES,
    TRUSTED_PROXIES,
    MAX_CONCURRENT_REQUESTS,
    MAX_LIVE_STREAMS,
    REQUEST_READ_SECONDS,
    KEEP_ALIVE_SECONDS,
    MAX_CONNECTIONS,
    MAX_CONNECTIONS_PER_ADDRESS,
    QUOTA_SESSIONS,
    QUOTA_OPEN_LINKS,
    QUOTA_WEBHOOKS,
    METRICS_LISTEN,
    LOG_FORMAT,
    RUST_LOG,
    OTEL_EXPORTER_OTLP_ENDPOINT,
    DRAIN_SECONDS,
    UNLINK_WAVE_SESSIONS,
    UNLINK_WAVE_MINUTES,
    WEBHOOK_ALLOW,
    PROXY_ALLOW,
    REQUIRE_ALLOWED_ORIGINS,
    EVENT_RETENTION_DAYS,
    LINK_RETENTION_HOURS,
    OPEN_WHATSAPP,
    QR_LINK,
    META_APP_ID,
    META_APP_SECRET,
    META_CONFIG_ID,
    META_GRAPH_VERSION,
    META_EXTRAS,
];

/// The default data folder of `serve` and of the commands.
pub const SERVICE_FOLDER: &str = "data";

/// The default data folder of `dev`. Devices linked with a sandbox are kept apart from real ones.
#[cfg(feature = "sandbox")]
pub const DEV_FOLDER: &str = "data-dev";

/// How long delivered events are kept by default.
const RETENTION: Duration = Duration::from_secs(30 * 24 * 3600);

/// A shorter master key could be guessed.
const SHORTEST_MASTER_KEY: usize = 24;

#[derive(Debug, Clone)]
pub struct Config {
    pub listen: SocketAddr,
    /// The address that browsers use; `None`: the address that the service listens on.
    pub public_url: Option<Url>,
    pub data_dir: PathBuf,
    /// `None`: a SQLite file in the data folder.
    pub database_url: Option<String>,
    pub secrets: ConfiguredSecrets,
    /// The default tenant's name, which the widget shows.
    pub tenant_name: String,
    /// How many sessions may be connecting to WhatsApp at the same time.
    pub connecting_at_once: usize,
    /// The lowest version of the web client to claim, even if WhatsApp publishes an older one or none can be read.
    pub minimum_whatsapp_version: Option<WebVersion>,
    pub limits: LimitsConfig,
    /// What a tenant may have, unless it has quotas of its own.
    pub quotas: Quotas,
    pub operating: OperatingConfig,
    /// Private ranges that webhooks may reach.
    pub webhook_allow: AllowList,
    /// Private ranges in which the proxies of sessions may be.
    pub proxy_allow: AllowList,
    /// Each link has to name the pages that may embed it.
    pub require_allowed_origins: bool,
    /// How long events are kept once they are delivered.
    pub event_retention: Duration,
    /// Whether the widget offers a phone to open WhatsApp.
    pub open_whatsapp: bool,
    /// Whether WhatsApp codes are drawn with WhatsApp's own link in front, so that a phone's camera opens them too.
    pub qr_link: bool,
    pub meta: MetaConfig,
}

/// What the variables contain, for the errors.
const AN_ORIGIN: &str =
    "an http or https address without path, such as https://connect.example.com";
const A_DATABASE: &str = "sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE";

impl Config {
    /// Reads every variable with `lookup`, so that tests need no environment.
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut faults = ConfigError::default();
        let mut read = Reader {
            lookup: &lookup,
            faults: &mut faults,
        };
        let config = Config {
            listen: read
                .value(
                    LISTEN,
                    "an address and port such as 127.0.0.1:8080",
                    |text| text.parse().ok(),
                )
                .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))),
            public_url: read.value(PUBLIC_URL, AN_ORIGIN, public_url),
            data_dir: read
                .value(DATA_DIR, "a folder", |text| Some(PathBuf::from(text)))
                .unwrap_or_else(|| PathBuf::from(SERVICE_FOLDER)),
            database_url: read.value(DATABASE_URL, A_DATABASE, |text| {
                DatabaseKind::of(text).map(|_| text.to_owned())
            }),
            secrets: ConfiguredSecrets::read(&mut read),
            tenant_name: read
                .value(TENANT_NAME, "1 to 60 characters", |text| {
                    let fits = (1..=60).contains(&text.chars().count());
                    fits.then(|| text.to_owned())
                })
                .unwrap_or_else(|| "Your company".to_owned()),
            connecting_at_once: read
                .value(CONNECTING_AT_ONCE, "a number from 1 to 1000", |text| {
                    text.parse().ok().filter(|count| (1..=1000).contains(count))
                })
                .unwrap_or(64),
            minimum_whatsapp_version: minimum_version(&mut read),
            limits: LimitsConfig::read(&mut read),
            quotas: quotas::read(&mut read),
            operating: OperatingConfig::read(&mut read),
            webhook_allow: allow_list(&mut read, WEBHOOK_ALLOW),
            proxy_allow: allow_list(&mut read, PROXY_ALLOW),
            require_allowed_origins: read
                .value(REQUIRE_ALLOWED_ORIGINS, "yes or no", yes_or_no)
                .unwrap_or(false),
            event_retention: read
                .value(
                    EVENT_RETENTION_DAYS,
                    "a number of days from 1 to 3650",
                    |text| text.parse().ok().filter(|days| (1..=3650).contains(days)),
                )
                .map_or(RETENTION, |days: u64| Duration::from_secs(days * 24 * 3600)),
            open_whatsapp: read
                .value(OPEN_WHATSAPP, "on or off", on_or_off)
                .unwrap_or(true),
            qr_link: read.value(QR_LINK, "on or off", on_or_off).unwrap_or(true),
            meta: MetaConfig::read(&mut read),
        };
        faults.or(config)
    }
}

/// The defaults of `dev`, where they differ: rates and quotas that suffice for hundreds of sessions at once.
#[cfg(feature = "sandbox")]
pub fn dev_default(name: &str) -> Option<String> {
    limits::dev_default(name).or_else(|| quotas::dev_default(name))
}

/// Reads variables and collects the invalid ones.
struct Reader<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    faults: &'a mut ConfigError,
}

impl Reader<'_> {
    /// Returns `None` for an unset, empty or invalid variable. An invalid one is added to the errors.
    fn value<T>(
        &mut self,
        name: &'static str,
        expected: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = (self.lookup)(name).filter(|text| !text.trim().is_empty())?;
        let value = parse(text.trim());
        if value.is_none() {
            self.faults.add(name, &text, expected);
        }
        value
    }
}

fn allow_list(read: &mut Reader<'_>, name: &'static str) -> AllowList {
    let expected =
        "ranges such as 10.1.0.0/16, 127.0.0.1/32:3000 or [fd00::/8]:8080, separated by commas";
    read.value(name, expected, |text| AllowList::parse(text).ok())
        .unwrap_or_default()
}

fn on_or_off(text: &str) -> Option<bool> {
    match text {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

fn public_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let bare = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty();
    (matches!(url.scheme(), "http" | "https") && url.has_host() && bare).then_some(url)
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn minimum_version(read: &mut Reader<'_>) -> Option<WebVersion> {
    let expected = "three numbers such as 2.3000.1026131876";
    let minimum = read.value(WHATSAPP_MIN_VERSION, expected, WebVersion::parse);
    minimum.or_else(|| read.value(WHATSAPP_VERSION, expected, WebVersion::parse))
}

#[cfg(test)]
mod tests;
