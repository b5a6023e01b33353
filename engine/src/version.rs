//! Which version of the web client is current.
//!
//! WhatsApp refuses clients that are too old. Each client would ask for itself, once per session and
//! before its first code; asking once for all of them is kinder to WhatsApp and to whoever waits.
//!
//! A session with a proxy takes the answer that is known, or asks through its proxy. It asks alone, because a proxy
//! that hangs must keep nobody else waiting.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::time::{Instant, timeout};
use wacore::net::HttpClient;
use whatsapp_rust::version::fetch_latest_app_version;

use crate::network::Http;

type Version = (u32, u32, u32);

/// How long an answer is believed. Versions live for weeks.
const FRESH: Duration = Duration::from_secs(6 * 60 * 60);

/// How young an answer is that asking again would not change.
const JUST_NOW: Duration = Duration::from_secs(60);

/// How long a session waits for the answer before its client asks for itself, by the same `Http`.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) enum CurrentVersion {
    Fixed(Version),
    Asked(Answer),
}

/// The last answer and when it came.
#[derive(Default)]
pub(crate) struct Answer {
    known: Mutex<Option<(Instant, Version)>>,
    /// Held while asking from this machine, so that those who come meanwhile share the answer.
    asking: tokio::sync::Mutex<()>,
    /// Look-ups in a row that failed.
    failures: AtomicU32,
}

impl CurrentVersion {
    pub(crate) fn fixed(version: Version) -> CurrentVersion {
        CurrentVersion::Fixed(version)
    }

    pub(crate) fn asked() -> CurrentVersion {
        CurrentVersion::Asked(Answer::default())
    }

    /// WhatsApp said that the version presented is too old, so the next client has it asked for
    /// anew. An answer younger than a minute is kept: somebody else has just done the same.
    pub(crate) fn forget(&self) {
        if let CurrentVersion::Asked(answer) = self {
            answer.lock().take_if(|(at, _)| at.elapsed() >= JUST_NOW);
        }
    }

    /// The version to present, unless nobody could tell it. Where it is not known, `http` asks.
    pub(crate) async fn get(&self, http: Http) -> Option<Version> {
        match self {
            CurrentVersion::Fixed(version) => Some(*version),
            CurrentVersion::Asked(answer) => {
                let asking = answer.get(http);
                timeout(PATIENCE, asking).await.ok().flatten()
            }
        }
    }
}

impl Answer {
    async fn get(&self, http: Http) -> Option<Version> {
        if let Some(version) = self.fresh() {
            return Some(version);
        }
        if matches!(http, Http::Proxied(_)) {
            return self.ask(http).await;
        }
        let _turn = self.asking.lock().await;
        match self.fresh() {
            Some(version) => Some(version),
            None => self.ask(http).await,
        }
    }

    fn fresh(&self) -> Option<Version> {
        let known = *self.lock();
        known
            .filter(|(at, _)| at.elapsed() < FRESH)
            .map(|(_, version)| version)
    }

    /// An answer that came through a proxy is as good: the encryption is between WhatsApp and us.
    async fn ask(&self, http: Http) -> Option<Version> {
        let http: Arc<dyn HttpClient> = Arc::new(http);
        match fetch_latest_app_version(&http).await {
            Ok(version) => {
                self.failures.store(0, Ordering::Relaxed);
                *self.lock() = Some((Instant::now(), version));
                Some(version)
            }
            Err(error) => {
                // Each attempt of each session to connect looks it up, so the warnings get rarer.
                let failures = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
                if failures.is_power_of_two() {
                    tracing::warn!(
                        failures,
                        "the current WhatsApp Web version could not be read: {error:#}"
                    );
                }
                None
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<(Instant, Version)>> {
        self.known
            .lock()
            .expect("nobody panics while holding the answer")
    }
}

#[cfg(test)]
mod tests;
