//! `titan-connect doctor`: prints the findings; the exit code shows the worst one.

use std::process::ExitCode;

use clap::Args;

use super::environment::{self, Environment};
use super::output::OutputFormat;
use crate::cli::checks::{self, Finding, Report};

/// Not 2, which is for wrong usage.
const FAULTS: u8 = 3;
const WARNINGS: u8 = 1;

#[derive(Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    format: OutputFormat,
}

impl Doctor {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let environment = Environment::read()?;
        let lookup = |name: &str| environment.lookup(name);
        let report = checks::run(lookup, environment::clock()?).await;
        self.format.answer(&report, text)?;
        Ok(match (report.faults, report.warnings) {
            (0, 0) => ExitCode::SUCCESS,
            (0, _) => ExitCode::from(WARNINGS),
            _ => ExitCode::from(FAULTS),
        })
    }
}

fn text(report: &Report) -> String {
    let lines: String = report.checks.iter().map(line).collect();
    let Report {
        faults, warnings, ..
    } = report;
    format!(
        "{lines}{}, {}\n",
        counted(*faults, "fault"),
        counted(*warnings, "warning")
    )
}

fn line(found: &Finding) -> String {
    let Finding { check, says, .. } = found;
    let said = format!("{:<8} {check:<14} {says}\n", found.verdict.word());
    match &found.next {
        Some(next) => format!("{said}{:<23} → {next}\n", ""),
        None => said,
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
