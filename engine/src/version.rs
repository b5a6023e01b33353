//! Which version of the web client is current.
//!
//! WhatsApp refuses clients that are too old. Each client would ask for itself, once per session and
//! before its first code; asking once for all of them is kinder to WhatsApp and to whoever waits.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use wacore::net::HttpClient;
use whatsapp_rust::version::fetch_latest_app_version;

type Version = (u32, u32, u32);

/// How long an answer is believed. Versions live for weeks.
const FRESH: Duration = Duration::from_secs(6 * 60 * 60);

/// How young an answer is that asking again would not change.
const JUST_NOW: Duration = Duration::from_secs(60);

/// How long a session waits for the answer before its client asks for itself.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) enum CurrentVersion {
    Fixed(Version),
    Asked {
        http: Arc<dyn HttpClient>,
        answer: Mutex<Option<(Instant, Version)>>,
    },
}

impl CurrentVersion {
    pub(crate) fn fixed(version: Version) -> CurrentVersion {
        CurrentVersion::Fixed(version)
    }

    pub(crate) fn asked(http: impl HttpClient + 'static) -> CurrentVersion {
        CurrentVersion::Asked {
            http: Arc::new(http),
            answer: Mutex::new(None),
        }
    }

    /// WhatsApp said that the version presented is too old, so the next client has it asked for
    /// anew. An answer younger than a minute is kept: somebody else has just done the same.
    pub(crate) fn forget(&self) {
        let CurrentVersion::Asked { answer, .. } = self else {
            return;
        };
        // While it is locked it is being asked for, which is as good.
        if let Ok(mut answer) = answer.try_lock() {
            answer.take_if(|(at, _)| at.elapsed() >= JUST_NOW);
        }
    }

    /// The version to present, unless nobody could tell it.
    pub(crate) async fn get(&self) -> Option<Version> {
        match self {
            CurrentVersion::Fixed(version) => Some(*version),
            CurrentVersion::Asked { http, answer } => {
                let asking = fresh(http, answer);
                timeout(PATIENCE, asking).await.ok().flatten()
            }
        }
    }
}

/// The lock is held while asking, so that those who come meanwhile share the answer.
async fn fresh(
    http: &Arc<dyn HttpClient>,
    answer: &Mutex<Option<(Instant, Version)>>,
) -> Option<Version> {
    let mut answer = answer.lock().await;
    if let Some((at, version)) = *answer
        && at.elapsed() < FRESH
    {
        return Some(version);
    }
    match fetch_latest_app_version(http).await {
        Ok(version) => {
            *answer = Some((Instant::now(), version));
            Some(version)
        }
        Err(error) => {
            tracing::warn!("the current WhatsApp Web version could not be read: {error:#}");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;
    use std::sync::atomic::{AtomicU32, Ordering};
    use wacore::net::{HttpRequest, HttpResponse};

    #[derive(Clone, Default)]
    struct Site {
        asked: Arc<AtomicU32>,
        down: bool,
    }

    #[async_trait]
    impl HttpClient for Site {
        async fn execute(&self, _request: HttpRequest) -> anyhow::Result<HttpResponse> {
            self.asked.fetch_add(1, Ordering::Relaxed);
            anyhow::ensure!(!self.down, "down");
            Ok(HttpResponse {
                status_code: 200,
                body: br#"x={"client_revision":1030000000}"#.to_vec(),
            })
        }
    }

    #[tokio::test]
    async fn one_answer_serves_every_session() {
        let site = Site::default();
        let current = CurrentVersion::asked(site.clone());
        assert_eq!(current.get().await, Some((2, 3000, 1_030_000_000)));
        assert_eq!(current.get().await, Some((2, 3000, 1_030_000_000)));
        assert_eq!(site.asked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn an_outdated_version_is_asked_for_again_but_not_by_everybody() {
        let site = Site::default();
        let current = CurrentVersion::asked(site.clone());
        current.get().await;
        current.forget();
        current.get().await;
        assert_eq!(site.asked.load(Ordering::Relaxed), 1, "just asked");
        let CurrentVersion::Asked { answer, .. } = &current else {
            unreachable!("asked, not fixed");
        };
        let (at, _) = answer.lock().await.expect("known");
        *answer.lock().await = Some((at - JUST_NOW, (2, 3000, 1)));
        for _ in 0..3 {
            current.forget();
            assert!(current.get().await.is_some());
        }
        assert_eq!(site.asked.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn without_an_answer_the_client_is_left_to_ask() {
        let site = Site {
            down: true,
            ..Site::default()
        };
        assert_eq!(CurrentVersion::asked(site).get().await, None);
    }
}
