//! The faults, and when they happen.
//!
//! The last third has no kills of the service: a process that runs for a minute cannot show that its memory does not
//! grow.

use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::json;
use titan_e2e::Service;
use titan_e2e::linked_numbers::phone_number;
use titan_e2e::tenant::http;

use crate::environment::Environment;
use crate::log::Log;
use crate::options::Options;
use crate::sent_messages::SentMessages;

const KILL_EVERY: Duration = Duration::from_secs(60);
const NETWORK_KILL_EVERY: Duration = Duration::from_secs(120);
/// Not at a full minute, so that the two kills do not always coincide.
const NETWORK_KILL_FIRST: Duration = Duration::from_secs(40);
const RECORD_EVERY: Duration = Duration::from_secs(15);
const CONNECTION_BREAKS_EVERY: Duration = Duration::from_millis(250);

/// The schedule, and how often each fault has happened.
pub(crate) struct FaultSchedule {
    duration: Duration,
    no_kills_after: Duration,
    pub(crate) kills: usize,
    pub(crate) network_restarts: usize,
}

impl FaultSchedule {
    pub(crate) fn of(options: &Options) -> Self {
        Self {
            duration: options.duration,
            no_kills_after: options.duration * 2 / 3,
            kills: 0,
            network_restarts: 0,
        }
    }

    /// Causes the faults and records the state.
    pub(crate) async fn run(
        &mut self,
        environment: &mut Environment,
        sent_messages: &SentMessages,
        log: &mut Log,
    ) -> Result<()> {
        let start = Instant::now();
        // A short run has each fault at least once, too.
        let mut kills = Every::new(KILL_EVERY.min(self.duration / 2), KILL_EVERY);
        let first = NETWORK_KILL_FIRST.min(self.duration * 2 / 3);
        let mut network_kills = Every::new(first, NETWORK_KILL_EVERY);
        let mut records = Every::new(Duration::ZERO, RECORD_EVERY);
        let mut ticks = tokio::time::interval(Duration::from_millis(250));
        while start.elapsed() < self.duration {
            ticks.tick().await;
            let now = start.elapsed();
            if records.is_due(now) {
                log.record(now, environment, sent_messages, self.kills)
                    .await?;
            }
            if now < self.no_kills_after && kills.is_due(now) {
                kill(&mut environment.service, "service", now).await?;
                self.kills += 1;
            }
            if network_kills.is_due(now) {
                kill(&mut environment.network, "network", now).await?;
                self.network_restarts += 1;
            }
        }
        let end = start.elapsed();
        log.record(end, environment, sent_messages, self.kills)
            .await
    }
}

/// Something that happens repeatedly.
struct Every {
    next: Duration,
    interval: Duration,
}

impl Every {
    fn new(first: Duration, interval: Duration) -> Self {
        Self {
            next: first,
            interval,
        }
    }

    fn is_due(&mut self, now: Duration) -> bool {
        let is_due = now >= self.next;
        if is_due {
            self.next += self.interval;
        }
        is_due
    }
}

async fn kill(service: &mut Service, name: &str, now: Duration) -> Result<()> {
    eprintln!("      {:>4} s  kill -9 of the {name}", now.as_secs());
    service.kill().await?;
    service.start_again().await
}

/// Breaks connections of random numbers until the task is aborted.
pub(crate) async fn break_connections(network: String, sessions: usize) {
    let (http, url) = (http(), format!("{network}/sandbox/faults"));
    let mut ticks = tokio::time::interval(CONNECTION_BREAKS_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let target = phone_number(rand::random_range(0..sessions));
        let fault = json!({ "dropNow": { "phoneNumber": target } });
        // Fails while the network is down; then there is no connection to break.
        let _may_fail = http.post(&url).json(&fault).send().await;
    }
}
