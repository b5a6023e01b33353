//! Composes the service and builds each feature's state once. `FromRef` gives a handler the state of its feature.

pub mod build;
pub mod command_app;
pub mod data_folder;
pub mod database;
pub mod exclusive;
mod first_tenant;
pub mod links;
pub mod network;
pub mod secrets;

use std::sync::Arc;

use axum::extract::FromRef;
use url::Url;

use crate::account::Accounts;
use crate::domain::time::Timestamp;
use crate::runtime::clock::SharedClock;
use crate::runtime::ids::Ids;
use crate::runtime::limits::Limits;
use crate::runtime::metrics::Metrics;
use crate::runtime::tasks::Tasks;
use crate::sessions::Sessions;
use crate::store::Store;
use crate::webhooks::Webhooks;

/// Everything that a request may need. Clones share it.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub clock: SharedClock,
    pub ids: Arc<Ids>,
    pub tasks: Tasks,
    pub limits: Arc<Limits>,
    pub metrics: Arc<Metrics>,
    /// The address that browsers use, without a trailing slash.
    pub public_url: PublicUrl,
    pub sessions: Sessions,
    pub webhooks: Webhooks,
    pub accounts: Accounts,
}

impl App {
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl FromRef<App> for Sessions {
    fn from_ref(app: &App) -> Self {
        app.sessions.clone()
    }
}

impl FromRef<App> for Webhooks {
    fn from_ref(app: &App) -> Self {
        app.webhooks.clone()
    }
}

impl FromRef<App> for Accounts {
    fn from_ref(app: &App) -> Self {
        app.accounts.clone()
    }
}

/// The service's public address.
#[derive(Debug, Clone)]
pub struct PublicUrl(Arc<str>);

impl PublicUrl {
    pub fn new(url: &Url) -> Self {
        PublicUrl(url.as_str().trim_end_matches('/').into())
    }

    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}
