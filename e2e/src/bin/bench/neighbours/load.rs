//! What the other tenant does.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use reqwest::Method;
use serde_json::json;
use titan_e2e::receiver::{Behavior, HMAC_KEY, Receiver};
use titan_e2e::{Phone, Service, Tenant, wait};
use tokio::task::JoinSet;

use super::tasks::{self, Counters, DeadProxy};
use super::{Situation, Size};

/// Links that are opened, or sessions that are started, at the same time.
const WORKERS: usize = 8;

const WEBHOOKS: usize = 10;
const SESSION: &str = "backlog";
const NUMBER: &str = "+5511960000001";
const TIMEOUT: Duration = Duration::from_secs(300);

/// A load that is set up and not begun.
pub(super) struct Load {
    situation: Situation,
    tenant: Tenant,
    service: String,
    size: Size,
    webhooks: Vec<String>,
    /// Accepts deliveries.
    receiver: Receiver,
    proxy: DeadProxy,
}

/// A load under way. It ends when this is dropped.
pub(super) struct RunningLoad {
    tasks: JoinSet<Result<()>>,
    /// Requests, replays, links or sessions.
    counters: Counters,
    /// How many are done when it is under way.
    under_way: usize,
    _receiver: Receiver,
    _proxy: DeadProxy,
}

impl Load {
    pub(super) async fn prepare(
        situation: Situation,
        network: &Service,
        service: &Service,
        key: String,
        size: &Size,
    ) -> Result<Self> {
        let mut load = Self {
            situation,
            tenant: service.caller(&key),
            service: service.startup().service_url.clone(),
            size: *size,
            webhooks: Vec::new(),
            receiver: Receiver::start(Behavior::Accept).await?,
            proxy: DeadProxy::start().await?,
        };
        if situation == Situation::Replays {
            load.create_backlog(network, service, size.backlog).await?;
        }
        Ok(load)
    }

    /// Before the webhooks exist; waits until every message is recorded.
    async fn create_backlog(
        &mut self,
        network: &Service,
        service: &Service,
        messages: usize,
    ) -> Result<()> {
        let url = &network.startup().service_url;
        let phone = Phone::create(url, NUMBER, "Backlog").await?;
        self.tenant.start_session(SESSION).await?;
        phone.scan(&self.tenant.qr(SESSION).await?).await?;
        self.tenant.wait_status(SESSION, "CONNECTED").await?;
        let contact = network.ana();
        for _ in 0..messages {
            contact.send("Are you there?", NUMBER).await?;
        }
        wait::within(TIMEOUT, "every message to be recorded", || async {
            let recorded = service.received_messages().await?.len();
            Ok((recorded >= messages).then_some(()))
        })
        .await?;
        for _ in 0..WEBHOOKS {
            let webhook = json!({ "url": self.receiver.url, "hmacKey": HMAC_KEY });
            let made = self.tenant.call(Method::POST, "/api/webhooks", webhook);
            let made = made.await?.success()?;
            let id = made["data"]["id"].as_i64().context("a webhook has an id")?;
            self.webhooks.push(format!("/api/webhooks/{id}/replay"));
        }
        Ok(())
    }

    pub(super) fn begin(self) -> RunningLoad {
        let counters = Counters {
            next: Arc::default(),
            done: Arc::default(),
            all: match self.situation {
                Situation::OpensLinks => self.size.links,
                Situation::HasDeadProxies => self.size.dead_proxies,
                Situation::Floods | Situation::Replays => usize::MAX,
            },
        };
        let mut running = JoinSet::new();
        let tenant = || self.tenant.clone();
        match self.situation {
            Situation::Floods => {
                running.spawn(tasks::flood(tenant(), counters.clone()));
            }
            Situation::Replays => {
                for path in &self.webhooks {
                    running.spawn(tasks::replay(tenant(), path.clone(), counters.clone()));
                }
            }
            Situation::OpensLinks => {
                for _ in 0..WORKERS {
                    let service = self.service.clone();
                    running.spawn(tasks::open_links(tenant(), service, counters.clone()));
                }
            }
            Situation::HasDeadProxies => {
                for _ in 0..WORKERS {
                    let proxy = self.proxy.address.clone();
                    running.spawn(tasks::start_sessions(tenant(), proxy, counters.clone()));
                }
            }
        }
        RunningLoad {
            tasks: running,
            counters,
            under_way: match self.situation {
                Situation::Floods | Situation::OpensLinks => 1,
                // All of them are queued.
                Situation::Replays => WEBHOOKS,
                // All of them wait for their proxy.
                Situation::HasDeadProxies => self.size.dead_proxies,
            },
            _receiver: self.receiver,
            _proxy: self.proxy,
        }
    }
}

impl RunningLoad {
    pub(super) async fn until_under_way(&mut self) -> Result<()> {
        wait::within(TIMEOUT, "the load to be under way", || async {
            Ok((self.done() >= self.under_way).then_some(()))
        })
        .await?;
        self.check()
    }

    fn done(&self) -> usize {
        self.counters.done.load(Ordering::Relaxed)
    }

    /// Whether everything is done, or it goes on for as long as it is measured.
    pub(super) fn may_end(&self) -> bool {
        self.counters.all == usize::MAX || self.done() >= self.counters.all
    }

    /// Fails if a part of it has failed.
    fn check(&mut self) -> Result<()> {
        while let Some(ended) = self.tasks.try_join_next() {
            ended?.context("the load")?;
        }
        Ok(())
    }

    pub(super) async fn end(mut self) -> Result<()> {
        self.check()?;
        let done = self.done();
        ensure!(self.may_end(), "only {done} were done");
        eprintln!("      (the other tenant did {done})");
        self.tasks.shutdown().await;
        Ok(())
    }
}
