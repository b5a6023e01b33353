//! Which version of the web client the sessions claim to be.
//!
//! WhatsApp refuses clients that are too old, so the version that it publishes is looked up: once for all sessions,
//! which is less load for WhatsApp and less waiting for the person in front of the code. The last one is stored. It is
//! used after a restart, and while a look-up fails. A session with a proxy uses the version that is known, or looks it
//! up through its proxy. Such a look-up is not shared, because a proxy that hangs must not keep other sessions waiting.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::{Instant, timeout};
use wacore::net::HttpClient;
use whatsapp_rust::version::fetch_latest_app_version;

use crate::http_route::HttpRoute;
use crate::network::Route;
use crate::{KnownVersion, Network, Version, VersionStore};

/// How long a version is used before it is looked up again. WhatsApp accepts a version for weeks.
const MAX_AGE: Duration = Duration::from_hours(6);

/// A refused version is looked up again at most this often, however many sessions it was refused for.
const REFUSAL_PAUSE: Duration = Duration::from_secs(60);

/// The pause after a failed look-up, if there is a version to use meanwhile.
const FAILURE_PAUSE: Duration = Duration::from_secs(60);

/// How long a session waits for a look-up without which it has no version.
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a session waits for a look-up if it has an older version.
const SHORT_LOOKUP_TIMEOUT: Duration = Duration::from_secs(2);

/// The version that all sessions of an engine claim.
pub(crate) struct Versions {
    /// The lowest version to claim.
    minimum: Option<Version>,
    store: Arc<dyn VersionStore>,
    state: Mutex<State>,
    restored: OnceCell<()>,
    /// Held during a look-up without a proxy, so that concurrent callers share its result.
    lookup: tokio::sync::Mutex<()>,
    /// How many look-ups in a row have failed.
    failures: AtomicU32,
}

#[derive(Default)]
struct State {
    /// The version that was looked up last.
    known: Option<Version>,
    fresh_until: Option<Instant>,
    /// When the last look-up without a proxy failed.
    failed_at: Option<Instant>,
    /// The version that WhatsApp has refused last, and when.
    refused: Option<(Version, Instant)>,
}

impl Versions {
    pub(crate) fn new(minimum: Option<Version>, store: Arc<dyn VersionStore>) -> Versions {
        Versions {
            minimum,
            store,
            state: Mutex::default(),
            restored: OnceCell::new(),
            lookup: tokio::sync::Mutex::default(),
            failures: AtomicU32::new(0),
        }
    }

    /// The version to claim; looks it up over `http` if it is due. An error says why there is none.
    pub(crate) async fn get(&self, http: HttpRoute) -> Result<Version, String> {
        self.restored.get_or_init(|| self.restore()).await;
        if let Some(version) = self.usable() {
            return Ok(version);
        }
        let limit = match self.last_known() {
            Some(_) => SHORT_LOOKUP_TIMEOUT,
            None => LOOKUP_TIMEOUT,
        };
        let is_shared = !http.is_proxied();
        let found = timeout(limit, self.look_up_unless_usable(http)).await;
        let why = match found.unwrap_or_else(|_| Err(anyhow::anyhow!("no answer in time"))) {
            Ok(version) => return Ok(version),
            Err(why) => why,
        };
        self.record_failure(&why, is_shared);
        let version = self.last_known();
        version.ok_or_else(|| format!("the current WhatsApp Web version is unknown: {why:#}"))
    }

    /// WhatsApp has refused this version as too old, so the next caller looks it up again.
    pub(crate) fn refused(&self, version: Version) {
        let mut state = self.state();
        let was_refused = state
            .refused
            .is_some_and(|(refused, at)| refused == version && at.elapsed() < REFUSAL_PAUSE);
        if was_refused || self.claimed(state.known) != Some(version) {
            return;
        }
        tracing::warn!(?version, "WhatsApp refuses this version of the web client");
        state.refused = Some((version, Instant::now()));
        state.fresh_until = None;
        state.failed_at = None;
    }

    async fn restore(&self) {
        match self.store.load().await {
            Ok(Some(KnownVersion { version, age })) => {
                let mut state = self.state();
                state.known = Some(version);
                state.fresh_until = MAX_AGE.checked_sub(age).map(|rest| Instant::now() + rest);
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the last WhatsApp Web version cannot be read"),
        }
    }

    async fn look_up_unless_usable(&self, http: HttpRoute) -> anyhow::Result<Version> {
        if http.is_proxied() {
            return self.look_up(http).await;
        }
        let _lookup = self.lookup.lock().await;
        match self.usable() {
            Some(version) => Ok(version),
            None => self.look_up(http).await,
        }
    }

    /// A version that was read through a proxy is kept too: TLS runs between WhatsApp and this process.
    async fn look_up(&self, http: HttpRoute) -> anyhow::Result<Version> {
        let http: Arc<dyn HttpClient> = Arc::new(http);
        let version = fetch_latest_app_version(&http).await?;
        self.failures.store(0, Ordering::Relaxed);
        {
            let mut state = self.state();
            state.known = Some(version);
            state.fresh_until = Some(Instant::now() + MAX_AGE);
            state.failed_at = None;
        }
        if let Err(error) = self.store.save(version).await {
            tracing::warn!(%error, "the WhatsApp Web version cannot be stored");
        }
        Ok(self.claimed(Some(version)).unwrap_or(version))
    }

    /// The version to use without a look-up: a fresh one, or any after a look-up that has just failed.
    fn usable(&self) -> Option<Version> {
        let state = self.state();
        let is_fresh = state
            .fresh_until
            .is_some_and(|until| Instant::now() < until);
        let has_just_failed = state
            .failed_at
            .is_some_and(|at| at.elapsed() < FAILURE_PAUSE);
        let version = self.claimed(state.known);
        version.filter(|_| is_fresh || has_just_failed)
    }

    fn last_known(&self) -> Option<Version> {
        let known = self.state().known;
        self.claimed(known)
    }

    /// The version to claim when this one is known.
    fn claimed(&self, known: Option<Version>) -> Option<Version> {
        known.max(self.minimum)
    }

    /// Every connection attempt of every session may look the version up, so only some failures are logged.
    fn record_failure(&self, why: &anyhow::Error, is_shared: bool) {
        if is_shared {
            self.state().failed_at = Some(Instant::now());
        }
        let failures = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
        if failures.is_power_of_two() {
            tracing::warn!(
                failures,
                claimed = ?self.last_known(),
                "the current WhatsApp Web version could not be read: {why:#}"
            );
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state
            .lock()
            .expect("no code panics while it holds the lock")
    }
}

/// The version that WhatsApp publishes, looked up from this machine without a session. An error says why not.
pub async fn published_version(network: &Network) -> Result<Version, String> {
    let http: Arc<dyn HttpClient> = Arc::new(Route::http_of(network));
    let found = timeout(LOOKUP_TIMEOUT, fetch_latest_app_version(&http)).await;
    let found = found.unwrap_or_else(|_| Err(anyhow::anyhow!("no answer in time")));
    found.map_err(|error| format!("{error:#}"))
}

#[cfg(test)]
mod tests;
