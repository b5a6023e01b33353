//! The requests of the other tenant.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Result, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use titan_e2e::Tenant;
use titan_e2e::tenant::http;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

/// 200 a second.
const FLOOD_INTERVAL: Duration = Duration::from_millis(5);

/// Counts what is done together.
#[derive(Clone)]
pub(super) struct Counters {
    pub next: Arc<AtomicUsize>,
    pub done: Arc<AtomicUsize>,
    pub all: usize,
}

impl Counters {
    /// The number of the next one, if there is one.
    fn take(&self) -> Option<usize> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        (number < self.all).then_some(number)
    }

    fn finish(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// Accepts connections and never answers; they are open as long as this exists.
pub(super) struct DeadProxy {
    pub address: String,
    _accepting: JoinSet<()>,
}

impl DeadProxy {
    pub(super) async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let mut accepting = JoinSet::new();
        accepting.spawn(async move {
            let mut open = Vec::new();
            while let Ok((connection, _)) = listener.accept().await {
                open.push(connection);
            }
        });
        Ok(Self {
            address,
            _accepting: accepting,
        })
    }
}

/// Sends requests at a rate above the limit; most are rejected.
pub(super) async fn flood(tenant: Tenant, counters: Counters) -> Result<()> {
    let mut ticks = tokio::time::interval(FLOOD_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut requests = JoinSet::new();
    for number in 0_usize.. {
        ticks.tick().await;
        let (tenant, counters) = (tenant.clone(), counters.clone());
        requests.spawn(async move {
            let answer = match number % 2 {
                0 => tenant.call(Method::GET, "/api/sessions", Value::Null).await,
                _ => {
                    let link = json!({ "sessionName": "flood" });
                    tenant
                        .call(Method::POST, "/api/widget/sessions", link)
                        .await
                }
            };
            let status = answer?.status.as_u16();
            ensure!(matches!(status, 200 | 201 | 429 | 503), "answered {status}");
            counters.finish();
            Ok(())
        });
        while let Some(ended) = requests.try_join_next() {
            ended??;
        }
    }
    Ok(())
}

/// Replays everything again and again.
pub(super) async fn replay(tenant: Tenant, path: String, counters: Counters) -> Result<()> {
    loop {
        let since = json!({ "since": "1970-01-01T00:00:00Z" });
        let answer = tenant.call(Method::POST, &path, since).await?;
        answer.success()?;
        counters.finish();
    }
}

/// Creates links and opens each as a browser does, which starts its session.
pub(super) async fn open_links(tenant: Tenant, service: String, counters: Counters) -> Result<()> {
    let browser = http();
    while counters.take().is_some() {
        let link = tenant
            .create_widget_session(json!({ "mode": "qr" }))
            .await?;
        let url = format!("{service}/widget/connect?token={}", link.token);
        let page = browser.get(url).header("sec-fetch-dest", "document");
        let status = page.send().await?.status();
        ensure!(status.is_success(), "a link answered {status}");
        counters.finish();
    }
    Ok(())
}

pub(super) async fn start_sessions(
    tenant: Tenant,
    proxy: String,
    counters: Counters,
) -> Result<()> {
    while let Some(number) = counters.take() {
        let name = format!("proxied-{number}");
        let session = json!({ "name": name, "proxy": proxy, "start": true });
        let made = tenant.call(Method::POST, "/api/sessions", session).await?;
        made.success()?;
        counters.finish();
    }
    Ok(())
}
