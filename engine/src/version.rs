//! Which version of the web client is current.
//!
//! WhatsApp refuses clients that are too old. Left alone, each client would look the version up for itself, once per
//! session and before its first code. One look-up for all of them is less load for WhatsApp and less waiting for the
//! person in front of the code.
//!
//! A session with a proxy uses the cached version, or looks it up through its proxy. Such a look-up is not shared,
//! because a proxy that hangs must not keep other sessions waiting.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::time::{Instant, timeout};
use wacore::net::HttpClient;
use whatsapp_rust::version::fetch_latest_app_version;

use crate::http_route::HttpRoute;

pub(crate) type Version = (u32, u32, u32);

/// How long a version is used before it is looked up again. WhatsApp accepts a version for weeks.
const MAX_AGE: Duration = Duration::from_secs(6 * 60 * 60);

/// A version that is younger than this is not looked up again, even after a refused login.
const MIN_AGE: Duration = Duration::from_secs(60);

/// How long a session waits for the version before its client looks it up itself, over the same [`HttpRoute`].
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(5);

pub(crate) enum CurrentVersion {
    Fixed(Version),
    Latest(VersionCache),
}

/// The version that was looked up last, and when.
#[derive(Default)]
pub(crate) struct VersionCache {
    cached: Mutex<Option<(Instant, Version)>>,
    /// Held during a look-up without a proxy, so that concurrent callers share its result.
    lookup: tokio::sync::Mutex<()>,
    /// How many look-ups in a row have failed.
    failures: AtomicU32,
}

impl CurrentVersion {
    /// The version is looked up when it is needed first.
    pub(crate) fn latest() -> CurrentVersion {
        CurrentVersion::Latest(VersionCache::default())
    }

    /// Drops the cached version after WhatsApp refused it as too old. One that is younger than [`MIN_AGE`] is kept,
    /// because another session has just looked it up.
    pub(crate) fn invalidate(&self) {
        if let CurrentVersion::Latest(cache) = self {
            cache.lock().take_if(|(at, _)| at.elapsed() >= MIN_AGE);
        }
    }

    /// The version to present, or `None` if it cannot be looked up. Looks it up over `http` if it is not cached.
    pub(crate) async fn get(&self, http: HttpRoute) -> Option<Version> {
        match self {
            CurrentVersion::Fixed(version) => Some(*version),
            CurrentVersion::Latest(cache) => {
                let version = timeout(LOOKUP_TIMEOUT, cache.get(http)).await;
                version.ok().flatten()
            }
        }
    }
}

impl VersionCache {
    async fn get(&self, http: HttpRoute) -> Option<Version> {
        if let Some(version) = self.fresh() {
            return Some(version);
        }
        if http.is_proxied() {
            return self.look_up(http).await;
        }
        let _lookup = self.lookup.lock().await;
        match self.fresh() {
            Some(version) => Some(version),
            None => self.look_up(http).await,
        }
    }

    fn fresh(&self) -> Option<Version> {
        let cached = *self.lock();
        cached
            .filter(|(at, _)| at.elapsed() < MAX_AGE)
            .map(|(_, version)| version)
    }

    /// A version that was read through a proxy is cached too: TLS runs between WhatsApp and this process.
    async fn look_up(&self, http: HttpRoute) -> Option<Version> {
        let http: Arc<dyn HttpClient> = Arc::new(http);
        match fetch_latest_app_version(&http).await {
            Ok(version) => {
                self.failures.store(0, Ordering::Relaxed);
                *self.lock() = Some((Instant::now(), version));
                Some(version)
            }
            Err(error) => {
                self.log_failure(&error);
                None
            }
        }
    }

    /// Every connection attempt of every session looks the version up, so only some failures are logged.
    fn log_failure(&self, error: &anyhow::Error) {
        let failures = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
        if failures.is_power_of_two() {
            tracing::warn!(
                failures,
                "the current WhatsApp Web version could not be read: {error:#}"
            );
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<(Instant, Version)>> {
        self.cached
            .lock()
            .expect("no code panics while it holds the lock")
    }
}

#[cfg(test)]
mod tests;
