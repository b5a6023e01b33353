//! How it ended: waited for, judged, and kept in `docs/SOAK.md`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use titan_e2e::{checkout, crowd, wait};

use crate::diary::{Diary, megabytes};
use crate::ledger::{Comparison, Ledger};
use crate::plan::Plan;
use crate::weather::Weather;
use crate::world::World;

/// How long calm may take; the longest pause between two attempts to connect is within it.
const CALM: Duration = Duration::from_secs(180);

pub(crate) struct Outcome {
    sessions: usize,
    connected: usize,
    /// By the network's account.
    online: usize,
    astray: Vec<String>,
    sent: usize,
    compared: Comparison,
    /// From the last trouble until everything was in order, or patience ended.
    settled_after: Duration,
}

/// Waits until everybody is connected and every message is on record, and says how it stands then.
pub(crate) async fn settle(world: &World, ledger: &Ledger, plan: &Plan) -> Result<Outcome> {
    let start = Instant::now();
    let calm = wait::within(CALM, "everything to be in order", || async {
        let missing = ledger.compare(world.service.received().await?).missing;
        let good = missing.is_empty()
            && crowd::connected(&world.service).await? == plan.sessions
            && crowd::online(&world.network).await? == plan.sessions;
        Ok(good.then_some(()))
    });
    if let Err(error) = calm.await {
        eprintln!("      {error:#}");
    }
    Ok(Outcome {
        sessions: plan.sessions,
        settled_after: start.elapsed(),
        connected: crowd::connected(&world.service).await?,
        online: crowd::online(&world.network).await?,
        astray: world.astray().await?,
        sent: ledger.count(),
        compared: ledger.compare(world.service.received().await?),
    })
}

impl Outcome {
    /// An error that names what is not as it must be.
    pub(crate) fn verdict(&self) -> Result<()> {
        let Comparison { missing, twice } = &self.compared;
        for one in missing.iter().take(20) {
            eprintln!("      missing: {} in {}", one.message, one.session);
        }
        for one in self.astray.iter().take(20) {
            eprintln!("      astray: {one}");
        }
        if self.connected.min(self.online) != self.sessions || !missing.is_empty() || *twice > 0 {
            bail!(
                "{} of {} sessions are CONNECTED and {} online, {} of {} messages are missing, {twice} came twice",
                self.connected,
                self.sessions,
                self.online,
                missing.len(),
                self.sent
            );
        }
        Ok(())
    }
}

/// Prints the figures and replaces `docs/SOAK.md`.
pub(crate) fn keep(plan: &Plan, weather: &Weather, diary: &Diary, outcome: &Outcome) -> Result<()> {
    let tables = format!("{}\n{}", results(weather, outcome), course(diary)?);
    print!("{tables}");
    let text = format!(
        "# Soak\n\nMade by `cargo xtask soak`; do not edit.\n\nCommit: {}. {} linked sessions for {} minutes, release build \
         with the sandbox feature, SQLite; WhatsApp's stand-in in another process. All the while ten contacts write to \
         random sessions and random lines are cut four times a second. The service is killed (`kill -9`) every minute \
         for the first two thirds, so that the last third shows one process's memory; the network is killed every \
         two minutes.\n\n{tables}",
        checkout::commit()?,
        plan.sessions,
        plan.time.as_secs() / 60,
    );
    checkout::keep_document("SOAK.md", &text)
}

fn results(weather: &Weather, outcome: &Outcome) -> String {
    let rows = [
        ("kills of the service", weather.kills.to_string()),
        (
            "restarts of the network",
            weather.network_restarts.to_string(),
        ),
        (
            "CONNECTED at the end",
            format!("{} of {}", outcome.connected, outcome.sessions),
        ),
        (
            "online at the end, by the network's account",
            format!("{} of {}", outcome.online, outcome.sessions),
        ),
        ("messages sent", outcome.sent.to_string()),
        (
            "of these missing in the events",
            outcome.compared.missing.len().to_string(),
        ),
        (
            "messages with two events",
            outcome.compared.twice.to_string(),
        ),
        (
            "calm until all in order",
            format!("{:.1} s", outcome.settled_after.as_secs_f64()),
        ),
    ];
    let rows = rows.map(|(what, value)| format!("| {what} | {value} |\n"));
    format!("| what | measured |\n|---|---|\n{}", rows.concat())
}

fn course(diary: &Diary) -> Result<String> {
    let mut table = String::from(
        "| after | process | CONNECTED | online | messages sent | memory (anonymous) | memory (resident) |\n|---|---|---|---|---|---|---|\n",
    );
    for entry in &diary.0 {
        writeln!(
            table,
            "| {} s | {} | {} | {} | {} | {:.1} MB | {:.1} MB |",
            entry.at.as_secs(),
            entry.life,
            entry.connected,
            entry.online,
            entry.sent,
            megabytes(entry.memory.anonymous_kb),
            megabytes(entry.memory.resident_kb),
        )?;
    }
    Ok(table)
}
