//! `cargo xtask test`: formatting, lints and all tests, in one command on a fresh machine.
//!
//! The journeys run real programs, so those are built first and passed in the environment: `TITAN_BIN` with the
//! sandbox, `TITAN_PRODUCTION_BIN` without. The builds lint, too. All tests except the widget's, this command's and those
//! without the sandbox run in one call of the test runner, whose summary is the last line printed.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Result;

use crate::build::{self, EVERYTHING, linting};
use crate::progress::Progress;
use crate::workspace::{binary, cargo, run};
use crate::{geckodriver, programs, summary, widget};

/// The packages outside [`EVERYTHING`].
const SEPARATE: [&str; 2] = ["titan-widget", "xtask"];

/// The packages whose unit tests run without the sandbox, too; some are compiled only without its feature.
const WITHOUT_SANDBOX: [&str; 4] = ["--package", "titan-engine", "--package", "titan-connect"];

pub(crate) fn run_all() -> Result<()> {
    let mut progress = Progress::of(widget::STEPS + 8);
    progress.step("checking for browsers, drivers and database server");
    programs::ensure()?;
    build::ensure_clippy()?;
    let geckodriver = geckodriver::ensure()?;
    progress.step("checking the format");
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    widget::build_within(&mut progress)?;
    widget::lint()?;
    build_and_lint(&mut progress)?;
    progress.step("testing that it refuses a network that is not WhatsApp's");
    run(linting(&["test", "--quiet", "--lib"]).args(WITHOUT_SANDBOX))?;
    progress.step("testing the widget's rules and this command");
    for package in SEPARATE {
        run(&mut linting(&["test", "--quiet", "--package", package]))?;
    }
    progress.step("testing everything else");
    test_everything(&geckodriver)
}

/// The build with the sandbox is the last one, because both leave the service at the same path.
fn build_and_lint(progress: &mut Progress) -> Result<()> {
    progress.step("building the service as it is deployed (about 3 minutes the first time)");
    let production = build::production()?;
    progress.step("building and linting everything (about 4 minutes the first time)");
    let everything = build::everything()?;
    build::check_shared(&everything, &production)?;
    progress.step("building and linting the widget's tests and this command");
    SEPARATE.into_iter().try_for_each(build::separate_package)
}

fn test_everything(geckodriver: &Path) -> Result<()> {
    if has_nextest() {
        let tests = &mut linting(&["nextest", "run", "--test-threads", &test_threads()]);
        return run(with_binaries(tests.args(EVERYTHING), geckodriver));
    }
    let tests = &mut linting(&["test"]);
    summary::run_and_sum(with_binaries(tests.args(EVERYTHING), geckodriver))
}

/// Two tests for each core: most of them wait for a timer, a database or a browser half of the time.
fn test_threads() -> String {
    let cores = std::thread::available_parallelism().map_or(2, |cores| cores.get());
    (2 * cores).to_string()
}

fn with_binaries<'a>(command: &'a mut Command, geckodriver: &Path) -> &'a mut Command {
    command
        .env("GECKODRIVER", geckodriver)
        .env("TITAN_BIN", binary("debug", "titan-connect"))
        .env("TITAN_PRODUCTION_BIN", build::production_binary())
}

fn has_nextest() -> bool {
    let mut version = cargo(&["nextest", "--version"]);
    version
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
