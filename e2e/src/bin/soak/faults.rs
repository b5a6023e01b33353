//! What goes wrong, and when.
//!
//! The last third has no kills of the service: a process that lives for a minute cannot show that its memory
//! does not grow.

use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::json;
use titan_e2e::crowd::number;
use titan_e2e::tenant::http;

use crate::diary::Diary;
use crate::ledger::Ledger;
use crate::plan::Plan;
use crate::world::World;

const KILL_EVERY: Duration = Duration::from_secs(60);
const NETWORK_AWAY_EVERY: Duration = Duration::from_secs(120);
/// Off the minute, so that the two do not always fall together.
const NETWORK_AWAY_FIRST: Duration = Duration::from_secs(40);
const LOOK_EVERY: Duration = Duration::from_secs(15);
const LINE_BREAKS_EVERY: Duration = Duration::from_millis(250);

/// The timetable, and how often each thing has happened.
pub(crate) struct Weather {
    until: Duration,
    no_kills_after: Duration,
    pub(crate) kills: usize,
    pub(crate) network_restarts: usize,
}

impl Weather {
    pub(crate) fn of(plan: &Plan) -> Self {
        Self {
            until: plan.time,
            no_kills_after: plan.time * 2 / 3,
            kills: 0,
            network_restarts: 0,
        }
    }

    /// Goes through the timetable and keeps the diary.
    pub(crate) async fn rage(
        &mut self,
        world: &mut World,
        ledger: &Ledger,
        diary: &mut Diary,
    ) -> Result<()> {
        let start = Instant::now();
        // A short run has one of each, too.
        let mut kill_at = KILL_EVERY.min(self.until / 2);
        let (mut away_at, mut look_at) =
            (NETWORK_AWAY_FIRST.min(self.until * 2 / 3), Duration::ZERO);
        let mut ticks = tokio::time::interval(Duration::from_millis(250));
        while start.elapsed() < self.until {
            ticks.tick().await;
            let now = start.elapsed();
            if now >= look_at {
                diary.look(now, world, ledger, self.kills).await?;
                look_at += LOOK_EVERY;
            }
            if now >= kill_at && now < self.no_kills_after {
                eprintln!("      {:>4} s  kill -9 of the service", now.as_secs());
                world.service.kill9().await?;
                world.service.resume().await?;
                self.kills += 1;
                kill_at += KILL_EVERY;
            }
            if now >= away_at {
                eprintln!("      {:>4} s  kill -9 of the network", now.as_secs());
                world.network.kill9().await?;
                world.network.resume().await?;
                self.network_restarts += 1;
                away_at += NETWORK_AWAY_EVERY;
            }
        }
        diary.look(start.elapsed(), world, ledger, self.kills).await
    }
}

/// Breaks somebody's line again and again, until the task is ended.
pub(crate) async fn break_lines(network: String, sessions: usize) {
    let (http, url) = (http(), format!("{network}/sandbox/faults"));
    let mut ticks = tokio::time::interval(LINE_BREAKS_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let whose = number(rand::random_range(0..sessions));
        let fault = json!({ "dropNow": { "phoneNumber": whose } });
        // Nobody answers while the network is away, and then there is no line to break.
        let _unheard = http.post(&url).json(&fault).send().await;
    }
}
