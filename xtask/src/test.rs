//! `cargo xtask test`: formatting, lints and all tests, in one command on a fresh machine.
//!
//! The journeys run real programs, so those are built first and passed in the environment: `TITAN_BIN` with the
//! sandbox, `TITAN_PRODUCTION_BIN` without. The latter has a target folder of its own, so that the two do not replace
//! each other. All tests except the widget's and this crate's run in one call of the test runner, whose summary is the
//! last line printed.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Result;

use crate::progress::Progress;
use crate::workspace::{self, cargo, run};
use crate::{geckodriver, programs, summary, widget};

const EVERYTHING: [&str; 7] = [
    "--workspace",
    "--exclude",
    "titan-widget",
    "--exclude",
    "xtask",
    "--features",
    "titan-connect/sandbox",
];

/// The folder below the target directory for the build without the sandbox.
const PRODUCTION: &str = "production";

pub(crate) fn run_all() -> Result<()> {
    let mut progress = Progress::of(widget::STEPS + 8);
    progress.step("checking for browsers, drivers and database server");
    programs::ensure()?;
    let geckodriver = geckodriver::ensure()?;
    progress.step("checking the format");
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    widget::build_within(&mut progress)?;
    progress.step("linting (about 4 minutes the first time)");
    lint()?;
    progress.step("building the service with the sandbox (about 4 minutes the first time)");
    run(cargo(&["build", "--all-targets"]).args(EVERYTHING))?;
    progress.step("building the service as it is deployed (about 4 minutes the first time)");
    build_production()?;
    progress.step("testing that it refuses a network that is not WhatsApp's");
    test_production_engine()?;
    progress.step("testing the widget's rules and this command");
    for package in ["titan-widget", "xtask"] {
        run(&mut cargo(&["test", "--quiet", "--package", package]))?;
    }
    progress.step("testing everything else");
    test_everything(&geckodriver)
}

fn lint() -> Result<()> {
    let deny = ["--", "--deny", "warnings"];
    run(cargo(&["clippy", "--all-targets"])
        .args(EVERYTHING)
        .args(deny))?;
    run(cargo(&["clippy", "--all-targets", "--package", "xtask"]).args(deny))?;
    let widget = [
        "clippy",
        "--package",
        "titan-widget",
        "--target",
        "wasm32-unknown-unknown",
    ];
    run(cargo(&widget).args(deny))
}

fn build_production() -> Result<()> {
    let target = workspace::target_dir().join(PRODUCTION);
    run(cargo(&["build", "--package", "titan-connect", "--target-dir"]).arg(target))
}

/// Runs the engine's tests without the sandbox; some are compiled only without its feature.
fn test_production_engine() -> Result<()> {
    let target = workspace::target_dir().join(PRODUCTION);
    run(cargo(&[
        "test",
        "--quiet",
        "--package",
        "titan-engine",
        "--lib",
        "--target-dir",
    ])
    .arg(target))
}

fn test_everything(geckodriver: &Path) -> Result<()> {
    if has_nextest() {
        let tests = &mut cargo(&["nextest", "run"]);
        return run(with_binaries(tests.args(EVERYTHING), geckodriver));
    }
    let tests = &mut cargo(&["test"]);
    summary::run_and_sum(with_binaries(tests.args(EVERYTHING), geckodriver))
}

fn with_binaries<'a>(command: &'a mut Command, geckodriver: &Path) -> &'a mut Command {
    command
        .env("GECKODRIVER", geckodriver)
        .env("TITAN_BIN", workspace::binary("debug", "titan-connect"))
        .env(
            "TITAN_PRODUCTION_BIN",
            workspace::binary(&format!("{PRODUCTION}/debug"), "titan-connect"),
        )
}

fn has_nextest() -> bool {
    let mut version = cargo(&["nextest", "--version"]);
    version
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
