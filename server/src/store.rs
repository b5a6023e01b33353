//! What survives a restart, on SQLite or Postgres, with each query written once.
//!
//! `sqlx`'s `Any` driver speaks both; statements keep to the dialect the two share (docs/decisions/0001).
//! A state change and the events it reports are one transaction ([`Store::commit`]). May not know: HTTP,
//! vendors.

mod alarms;
mod api_keys;
mod code_limits;
mod deliveries;
mod engine_keys;
mod events;
mod health;
mod inspect;
mod lanes;
mod queue;
mod retention;
mod rows;
mod seal;
mod seal_keys;
mod sessions;
mod tenants;
mod unlinking;
mod webhook_keys;
mod webhooks;
mod widget_sessions;

use std::sync::Arc;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::migrate::Migrator;
use sqlx::{AnyConnection, AnyPool, Executor as _};
use tokio::sync::Notify;

pub use deliveries::{Cursor, DeliveryRow};
use engine_keys::Unsaved;
pub use events::{Audience, EventRow};
pub use inspect::Migrations;
pub use lanes::{Lane, Outgoing, Verdict};
pub use seal::{SealKey, Sealer};
pub use seal_keys::Seals;
pub use webhook_keys::KeyRow;

/// How long a request may wait for a connection before it is told to come back later.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connections to Postgres. SQLite gets one: it has one writer, and waiting in our queue is fair where its own
/// busy handler is not.
const POSTGRES_CONNECTIONS: u32 = 10;

/// WAL keeps readers going during a write; FULL means that what was committed survives a power cut as well.
const SQLITE_SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
     PRAGMA busy_timeout = 10000; PRAGMA cache_size = -4096;";

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

#[derive(Clone)]
pub struct Store {
    kind: Kind,
    pool: AnyPool,
    sealer: Sealer,
    /// The engine's last write failed.
    unsaved: Unsaved,
    /// Rung after a commit that may have left something in the outbox.
    news: Arc<Notify>,
}

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The name is in use within its tenant.
    #[error("already exists")]
    Exists,
    /// The row that was to be changed does not exist any more.
    #[error("does not exist any more")]
    Gone,
    /// A value is sealed with a key that is not among those configured.
    #[error("a value is sealed with a key that is not configured")]
    SealKeyMissing,
    #[error(
        "the database holds values sealed with the key {0}, which is not among SEAL_KEYS: put it back (the file secrets.json in the data folder, or your own configuration, had it); without it no linked number can come back"
    )]
    SealKeyLost(String),
    #[error("a stored row cannot be read: {0}")]
    Row(&'static str),
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("database migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

/// Which of the two databases an address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    pub fn of(url: &str) -> Option<Self> {
        match url.split_once(':')?.0 {
            "sqlite" => Some(Kind::Sqlite),
            "postgres" | "postgresql" => Some(Kind::Postgres),
            _ => None,
        }
    }
}

impl Store {
    /// Opens the database and brings its tables up to date.
    pub async fn open(url: &str, sealer: Sealer) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let kind = Kind::of(url).ok_or(StoreError::Row("the database address"))?;
        let pool = match kind {
            Kind::Sqlite => sqlite().connect(url).await?,
            Kind::Postgres => {
                AnyPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .acquire_timeout(PATIENCE)
                    .connect(url)
                    .await?
            }
        };
        match kind {
            Kind::Sqlite => SQLITE.run(&pool).await?,
            Kind::Postgres => POSTGRES.run(&pool).await?,
        }
        let store = Store {
            kind,
            pool,
            sealer,
            unsaved: Unsaved::default(),
            news: Arc::default(),
        };
        if kind == Kind::Sqlite {
            // One process at a time: whatever is claimed was claimed by one that is no more.
            store.forget_claims().await?;
        }
        Ok(store)
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Copies a SQLite database, whole and consistent, while others go on writing to it.
    pub async fn copy_to(&self, path: &str) -> Result<(), StoreError> {
        sqlx::query("VACUUM INTO $1")
            .bind(path)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Resolves when the outbox may have something new.
    pub async fn news(&self) {
        self.news.notified().await;
    }

    /// Lets the outbox look again, as a clock that was moved may want.
    pub fn nudge(&self) {
        self.news.notify_one();
    }

    /// Finishes what is under way and closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn sqlite() -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .after_connect(|connection: &mut AnyConnection, _| {
            Box::pin(async move { connection.execute(SQLITE_SETTINGS).await.map(|_| ()) })
        })
}
