//! The time to authorize a caller: measured inside the service's own code, by the example `authorize`.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::report::Report;

/// `TITAN_AUTHORIZE`: the built example.
const PROGRAM: &str = "TITAN_AUTHORIZE";

pub(crate) fn measure(report: &mut Report) -> Result<()> {
    let program = std::env::var(PROGRAM).with_context(|| format!("set {PROGRAM}"))?;
    let output = Command::new(&program).output()?;
    ensure!(output.status.success(), "{program} failed");
    for line in String::from_utf8(output.stdout)?.lines() {
        let (name, nanos) = line.split_once(' ').context("a name and a number")?;
        let micros = nanos.parse::<f64>()? / 1000.0;
        let what = match name {
            "api-key" => "verifying an API key",
            _ => "verifying a widget token",
        };
        report.row(what, &format!("{micros:.2} µs"), "≤ 5 µs");
    }
    Ok(())
}
