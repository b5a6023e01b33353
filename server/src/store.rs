//! The database, SQLite or Postgres, with each query written once.
//!
//! `sqlx`'s `Any` driver speaks both; statements use the dialect that both share (docs/decisions/0001).
//! A state change and the events it reports are one transaction ([`Store::commit`]). Imports no HTTP
//! and nothing of WhatsApp.

mod advisory_lock;
mod alarms;
mod api_keys;
mod bulk;
mod cloud_accounts;
mod code_limits;
mod connect;
mod deliveries;
mod delivery_queues;
mod engine_keys;
mod enqueue;
mod error;
mod events;
mod first_messages;
mod funnel;
mod health;
mod inspect;
mod installation;
mod lock_file;
mod meta_apps;
mod pages;
mod pools;
mod purges;
mod quotas;
mod replays;
mod retention;
mod rows;
mod seal;
mod seal_keys;
mod seal_proxies;
mod sent_messages;
mod service_keys;
mod session_deletion;
mod session_history;
mod session_report;
mod session_watch;
mod sessions;
mod signups;
mod tenants;
mod unavailable;
mod unlinking;
mod webhook_changes;
mod webhook_deletion;
mod webhook_keys;
mod webhooks;
mod whatsapp_version;
mod widget_sessions;

use std::path::PathBuf;
use std::str::FromStr as _;
use std::sync::Arc;

use sqlx::AnyPool;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use tokio::sync::{Mutex, Notify};

use crate::domain::quota::{DEFAULT_QUOTAS, QuotaReached, Quotas};
use crate::runtime::config::DatabaseKind;

pub use advisory_lock::AdvisoryLock;
pub use cloud_accounts::Reservation;
pub use code_limits::CodeQuota;
pub use deliveries::DeliveryRow;
pub use delivery_queues::{AttemptResult, DeliveryQueue, PendingEvent};
use engine_keys::WriteFailed;
pub use events::{Audience, EventRow};
pub use first_messages::NewFirstMessage;
pub use funnel::{Cell, Filter, StepTimes, Times};
pub use inspect::Migrations;
pub use lock_file::{LockError, LockFile};
pub use pages::all_pages;
pub use replays::Replay;
pub use seal::{SealKey, Sealer};
pub use seal_keys::SealStatus;
pub use sent_messages::Report;
pub use service_keys::InitialKey;
pub use session_report::{LinkSteps, PastEvent};
pub use session_watch::SilentPhone;
pub use unavailable::Unavailable;
pub use webhook_keys::KeyRow;
pub use whatsapp_version::PublishedVersion;
pub use widget_sessions::Ended;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

#[derive(Clone)]
pub struct Store {
    kind: DatabaseKind,
    /// For writes, and for reads within a transaction.
    pool: AnyPool,
    /// For reads of committed data. On SQLite these are separate connections, which cannot write.
    readers: AnyPool,
    sealer: Sealer,
    /// For tenants that have none of their own.
    quotas: Quotas,
    creations: Arc<quotas::Turns>,
    /// Taken for each batch of bulk work.
    bulk: Arc<Mutex<()>>,
    /// Whether the engine's last write failed.
    write_failed: WriteFailed,
    /// Notified after a commit that may have added events to the outbox.
    outbox_wake_up: Arc<Notify>,
}

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The name is in use within its tenant.
    #[error("already exists")]
    AlreadyExists,
    /// The row to change has been deleted.
    #[error("does not exist any more")]
    NotFound,
    /// A link that was to be completed has ended in the meantime.
    #[error("a link has ended in the meantime")]
    LinkEnded,
    /// The tenant has as many as it may.
    #[error(transparent)]
    QuotaReached(#[from] QuotaReached),
    /// A value is sealed with a key that is not among those configured.
    #[error("a value is sealed with a key that is not configured")]
    SealKeyMissing,
    #[error(
        "the database holds values sealed with the key {0}, which is not among SEAL_KEYS: put it \
         back (the file secrets.json in the data folder, or your own configuration, had it); \
         without it no linked number can come back"
    )]
    SealKeyLost(String),
    /// At the opening of the database.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    #[error("a stored row cannot be read: {0}")]
    Row(&'static str),
    #[error("database: {0}{advice}", advice = unavailable::advice(.0))]
    Database(#[from] sqlx::Error),
    #[error("database migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

impl Store {
    /// Opens the database and runs its migrations.
    pub async fn open(url: &str, sealer: Sealer) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let kind = DatabaseKind::of(url).ok_or(StoreError::Row("the database address"))?;
        connect::probe(url).await?;
        let pool = pools::writers(kind).connect(url).await?;
        match kind {
            DatabaseKind::Sqlite => SQLITE.run(&pool).await?,
            DatabaseKind::Postgres => POSTGRES.run(&pool).await?,
        }
        let readers = match kind {
            DatabaseKind::Sqlite => pools::sqlite_readers().connect(url).await?,
            DatabaseKind::Postgres => pool.clone(),
        };
        Ok(Store::over(kind, pool, readers, sealer))
    }

    fn over(kind: DatabaseKind, pool: AnyPool, readers: AnyPool, sealer: Sealer) -> Self {
        Store {
            kind,
            pool,
            readers,
            sealer,
            quotas: DEFAULT_QUOTAS,
            creations: Arc::default(),
            bulk: Arc::default(),
            write_failed: WriteFailed::default(),
            outbox_wake_up: Arc::default(),
        }
    }

    pub fn kind(&self) -> DatabaseKind {
        self.kind
    }

    /// Copies a SQLite database consistently, while others continue to write to it.
    pub async fn copy_to(&self, path: &str) -> Result<(), StoreError> {
        sqlx::query("VACUUM INTO $1")
            .bind(path)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Resolves when the outbox may have new events.
    pub async fn outbox_changed(&self) {
        self.outbox_wake_up.notified().await;
    }

    /// Makes the outbox check for due events, after a commit or when a test moves the clock.
    pub fn wake_outbox(&self) {
        self.outbox_wake_up.notify_one();
    }

    /// Waits for running statements and closes every connection.
    pub async fn close(&self) {
        self.readers.close().await;
        self.pool.close().await;
    }
}

/// The file of a SQLite database; `None` for Postgres and for a database in memory.
pub fn sqlite_file(url: &str) -> Option<PathBuf> {
    if DatabaseKind::of(url) != Some(DatabaseKind::Sqlite) {
        return None;
    }
    let options = SqliteConnectOptions::from_str(url).ok()?;
    let file = options.get_filename();
    (!file.to_string_lossy().starts_with("file:")).then(|| file.to_owned())
}
