//! How long others wait while bulk work is under way: measured on the service's own store, by the example
//! `longest_wait`.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::report::Report;

/// `TITAN_LONGEST_WAIT`: the built example.
const PROGRAM: &str = "TITAN_LONGEST_WAIT";

/// What the document says of these figures.
pub(crate) const CONDITIONS: &str = "Longest waits are those of another session's key write and of a read, each \
    every 2 ms, on SQLite, while one webhook's replay of 100 000 events, its deletion, or the deletion of the session \
    with these events is under way.";

pub(crate) fn measure(report: &mut Report) -> Result<()> {
    let program = std::env::var(PROGRAM).with_context(|| format!("set {PROGRAM}"))?;
    let output = Command::new(&program).output()?;
    ensure!(output.status.success(), "{program} failed");
    for line in String::from_utf8(output.stdout)?.lines() {
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
        let seconds = took.parse::<f64>()? / 1000.0;
        report.line(
            &format!("{what}: longest wait of another write"),
            &format!("{write} ms"),
            "≤ 100 ms",
        );
        report.line(
            &format!("{what}: longest wait of a read"),
            &format!("{read} ms"),
            "≤ 100 ms",
        );
        if name != "nothing" {
            report.line(&format!("{what}: takes"), &format!("{seconds:.1} s"), "");
        }
    }
    Ok(())
}
