//! The outcome: waited for, checked, and written to `docs/SOAK.md`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use titan_e2e::{checkout, linked_numbers, wait};

use crate::document::{self, Part};
use crate::environment::Environment;
use crate::faults::FaultSchedule;
use crate::log::{Log, megabytes};
use crate::options::Options;
use crate::sent_messages::{Comparison, SentMessages};

/// How long the recovery may take; longer than the longest pause between two attempts to connect.
const RECOVERY_LIMIT: Duration = Duration::from_secs(180);

pub(crate) struct Outcome {
    sessions: usize,
    connected: usize,
    /// As the network reports it.
    online: usize,
    not_connected: Vec<String>,
    sent: usize,
    compared: Comparison,
    /// From the last fault until everything was in order or the limit was reached.
    recovered_after: Duration,
}

/// Waits until every session is connected and every message recorded, and returns the state then.
pub(crate) async fn wait_until_recovered(
    environment: &Environment,
    sent_messages: &SentMessages,
    options: &Options,
) -> Result<Outcome> {
    let start = Instant::now();
    let recovered = wait::within(RECOVERY_LIMIT, "everything to be in order", || async {
        let missing = sent_messages
            .compare(environment.service.received_messages().await?)
            .missing;
        let in_order = missing.is_empty()
            && linked_numbers::count_connected(&environment.service).await? == options.sessions
            && linked_numbers::count_online(&environment.network).await? == options.sessions;
        Ok(in_order.then_some(()))
    });
    if let Err(error) = recovered.await {
        eprintln!("      {error:#}");
    }
    Ok(Outcome {
        sessions: options.sessions,
        recovered_after: start.elapsed(),
        connected: linked_numbers::count_connected(&environment.service).await?,
        online: linked_numbers::count_online(&environment.network).await?,
        not_connected: environment.not_connected().await?,
        sent: sent_messages.count(),
        compared: sent_messages.compare(environment.service.received_messages().await?),
    })
}

impl Outcome {
    /// Returns an error that lists what is wrong.
    pub(crate) fn check(&self) -> Result<()> {
        let Comparison { missing, twice } = &self.compared;
        for one in missing.iter().take(20) {
            eprintln!("      missing: {} in {}", one.message, one.session);
        }
        for one in self.not_connected.iter().take(20) {
            eprintln!("      not connected: {one}");
        }
        if self.connected.min(self.online) != self.sessions || !missing.is_empty() || *twice > 0 {
            bail!(
                "{} of {} sessions are CONNECTED and {} online, {} of {} messages are missing, {twice} have two events",
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
pub(crate) fn write(
    options: &Options,
    schedule: &FaultSchedule,
    log: &Log,
    outcome: &Outcome,
) -> Result<()> {
    let tables = format!("{}\n{}", results(schedule, outcome), progress(log)?);
    print!("{tables}");
    let text = format!(
        "# Soak\n\nMade by `cargo xtask soak`; do not edit.\n\nCommit: {}. {} linked sessions for {} minutes, release \
         build with the sandbox feature, SQLite; the sandbox's network in another process. All the time ten contacts \
         send messages to random sessions and random connections are cut four times a second. The service is killed \
         (`kill -9`) every minute for the first two thirds, so that the last third shows one process's memory; the \
         network is killed every two minutes.\n\n{tables}",
        checkout::commit()?,
        options.sessions,
        options.duration.as_secs() / 60,
    );
    document::write(Part::Failures, &text)
}

fn results(schedule: &FaultSchedule, outcome: &Outcome) -> String {
    let of_all = |count: usize| format!("{count} of {}", outcome.sessions);
    let Comparison { missing, twice } = &outcome.compared;
    let recovered_after = format!("{:.1} s", outcome.recovered_after.as_secs_f64());
    let rows = [
        ("kills of the service", schedule.kills.to_string()),
        (
            "restarts of the network",
            schedule.network_restarts.to_string(),
        ),
        ("CONNECTED at the end", of_all(outcome.connected)),
        (
            "online at the end, as the network reports it",
            of_all(outcome.online),
        ),
        ("messages sent", outcome.sent.to_string()),
        ("of these missing in the events", missing.len().to_string()),
        ("messages with two events", twice.to_string()),
        ("last fault until all in order", recovered_after),
    ];
    let rows = rows.map(|(what, value)| format!("| {what} | {value} |\n"));
    format!("| what | measured |\n|---|---|\n{}", rows.concat())
}

fn progress(log: &Log) -> Result<String> {
    let mut table = String::from(
        "| after | process | CONNECTED | online | messages sent | memory (anonymous) | memory (resident) |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for entry in &log.0 {
        writeln!(
            table,
            "| {} s | {} | {} | {} | {} | {:.1} MB | {:.1} MB |",
            entry.at.as_secs(),
            entry.process,
            entry.connected,
            entry.online,
            entry.sent,
            megabytes(entry.memory.anonymous_kb),
            megabytes(entry.memory.resident_kb),
        )?;
    }
    Ok(table)
}
