//! How long other queries wait during bulk work: measured on the service's own store, by the example `longest_wait`.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::report::Report;

/// `TITAN_LONGEST_WAIT`: the built example.
const PROGRAM: &str = "TITAN_LONGEST_WAIT";

/// The conditions of these figures, for the document.
pub(crate) const CONDITIONS: &str = "Longest waits are those of another session's key write and of a read, each \
    every 2 ms, on SQLite, while one webhook's replay of 100 000 events, its deletion, or the deletion of the session \
    with these events is under way.";

pub(crate) fn measure(report: &mut Report) -> Result<()> {
    let program = std::env::var(PROGRAM).with_context(|| format!("set {PROGRAM}"))?;
    let output = Command::new(&program).output()?;
    ensure!(output.status.success(), "{program} failed");
    for line in String::from_utf8(output.stdout)?.lines() {
        report_line(report, line)?;
    }
    Ok(())
}

fn report_line(report: &mut Report, line: &str) -> Result<()> {
    let words: Vec<&str> = line.split(' ').collect();
    let [name, write, read, took] = words[..] else {
        anyhow::bail!("a name and three numbers, not {line}");
    };
    let what = match name {
        "nothing" => "no bulk work",
        "replay" => "a replay of 100 000 events",
        "webhook-deletion" => "a webhook's deletion",
        _ => "a session's deletion",
    };
    for (query, wait) in [("another write", write), ("a read", read)] {
        let what = format!("{what}: longest wait of {query}");
        report.row(&what, &format!("{wait} ms"), "≤ 100 ms");
    }
    if name != "nothing" {
        let seconds = took.parse::<f64>()? / 1000.0;
        report.row(&format!("{what}: takes"), &format!("{seconds:.1} s"), "");
    }
    Ok(())
}
