//! `cargo xtask test`: formatting, lints and all tests, in one command on a fresh machine.
//!
//! The journeys run real programs, so those are built first and passed in the environment: `TITAN_BIN` with the
//! sandbox, `TITAN_PRODUCTION_BIN` without, and `TITAN_PACKAGE`, the loader for npm. The builds lint, too. All tests
//! except this command's and those without the sandbox run in one call of the test runner, whose summary is the last
//! line printed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::Result;

use crate::build::{self, EVERYTHING, linting};
use crate::progress::Progress;
use crate::workspace::{self, binary, cargo};
use crate::{UsageError, audit, geckodriver, node, package, programs, summary, widget};

/// The package outside [`EVERYTHING`].
const THIS_COMMAND: &str = "xtask";

/// The tests that depend on how the sandbox addresses people. All tests do so by LID; these also by number.
const OF_ADDRESSES: [&str; 4] = ["--test", "network", "--test", "journey"];

/// The tests of the API, which run on both databases.
const OF_THE_API: [&str; 2] = ["--test", "api"];

/// The packages whose unit tests run without the sandbox, too; some are compiled only without its feature.
const WITHOUT_SANDBOX: [&str; 4] = ["--package", "titan-engine", "--package", "titan-connect"];

/// The folder of each crate, and its package.
const CRATES: [(&str, &str); 7] = [
    ("protocol", "titan-protocol"),
    ("engine", "titan-engine"),
    ("sandbox", "titan-sandbox"),
    ("server", "titan-connect"),
    ("e2e", "titan-e2e"),
    ("widget", "titan-widget"),
    ("xtask", "xtask"),
];

/// Runs every test, or those of the named crates.
pub(crate) fn run(crates: &[String]) -> Result<()> {
    let packages: Vec<&str> = crates
        .iter()
        .map(|name| package(name))
        .collect::<Result<_>>()?;
    let mut progress = Progress::of(widget::STEPS + if packages.is_empty() { 11 } else { 7 });
    let geckodriver = build_all(&mut progress)?;
    if packages.is_empty() {
        test_all(&mut progress, &geckodriver)
    } else {
        test_some(&mut progress, &packages, &geckodriver)
    }
}

fn package(name: &str) -> Result<&'static str> {
    let known = CRATES.iter().find(|row| row.0 == name);
    let known = known.map(|row| row.1);
    known.ok_or_else(|| UsageError(format!("`test` knows no crate `{name}`")).into())
}

/// Builds and lints everything, and meanwhile installs what the tests run with. Returns the path of geckodriver.
fn build_all(progress: &mut Progress) -> Result<PathBuf> {
    progress.step("checking for browsers, drivers, Node.js and database server");
    programs::check()?;
    build::ensure_clippy()?;
    let installation = thread::spawn(install);
    let built = build_everything(progress);
    // Also after a failed build, because an installation must not be broken off.
    let installed = installation.join().expect("the installation panicked");
    built?;
    installed
}

/// Returns the path of geckodriver.
fn install() -> Result<PathBuf> {
    programs::ensure()?;
    node::ensure_packages()?;
    geckodriver::ensure()
}

fn build_everything(progress: &mut Progress) -> Result<()> {
    progress.step("checking licences, bans and sources of the dependencies");
    audit::run_local()?;
    progress.step("checking the format");
    workspace::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    widget::build_within(progress)?;
    widget::lint()?;
    package::build()?;
    build_and_lint(progress)
}

fn test_some(progress: &mut Progress, packages: &[&str], geckodriver: &Path) -> Result<()> {
    progress.step("testing the crates that were named");
    if packages.contains(&THIS_COMMAND) {
        test_this_command()?;
    }
    let others = packages.iter().filter(|it| **it != THIS_COMMAND);
    let filter: Vec<String> = others.map(|it| format!("package({it})")).collect();
    if filter.is_empty() {
        return Ok(());
    }
    run_tests(&["-E", &filter.join(" + ")], geckodriver)
}

fn test_all(progress: &mut Progress, geckodriver: &Path) -> Result<()> {
    progress.step("testing that it refuses a network that is not WhatsApp's");
    workspace::run(linting(&["test", "--quiet", "--lib"]).args(WITHOUT_SANDBOX))?;
    progress.step("testing this command");
    test_this_command()?;
    progress.step("testing accounts whose addresses are numbers");
    let mut tests = linting(&["test", "--quiet"]);
    workspace::run(
        tests
            .args(EVERYTHING)
            .args(OF_ADDRESSES)
            .env("SANDBOX_ADDRESSES", "number"),
    )?;
    progress.step("testing the API on Postgres");
    test_on_postgres()?;
    progress.step("testing everything else");
    run_tests(&[], geckodriver)
}

/// Runs the tests of the API on Postgres, except those that run on it anyway.
fn test_on_postgres() -> Result<()> {
    let mut tests = if has_nextest() {
        let mut tests = linting(&["nextest", "run", "--test-threads", &test_threads()]);
        tests.args(EVERYTHING).args(OF_THE_API);
        tests.args([
            "--status-level",
            "fail",
            "-E",
            "not test(sqlite) and not test(postgres)",
        ]);
        tests
    } else {
        let mut tests = linting(&["test", "--quiet"]);
        tests.args(EVERYTHING).args(OF_THE_API);
        tests.args(["--", "--skip", "sqlite", "--skip", "postgres"]);
        tests
    };
    workspace::run(tests.env("TEST_DATABASE", "postgres"))
}

fn test_this_command() -> Result<()> {
    workspace::run(&mut linting(&[
        "test",
        "--quiet",
        "--package",
        THIS_COMMAND,
    ]))
}

/// The build with the sandbox is the last one, because both leave the service at the same path.
fn build_and_lint(progress: &mut Progress) -> Result<()> {
    progress.step("building the service as it is deployed (about 3 minutes the first time)");
    let production = build::production()?;
    progress.step("building and linting everything (about 4 minutes the first time)");
    let everything = build::everything()?;
    build::check_shared(&everything, &production)?;
    progress.step("building and linting this command");
    build::this_command()
}

/// Runs the tests of [`EVERYTHING`] in one call, whose summary is the last line printed. `filter` is for the test
/// runner; without it, every test runs.
fn run_tests(filter: &[&str], geckodriver: &Path) -> Result<()> {
    if has_nextest() {
        let tests = &mut linting(&["nextest", "run", "--test-threads", &test_threads()]);
        return workspace::run(with_binaries(
            tests.args(EVERYTHING).args(filter),
            geckodriver,
        ));
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
        .env("TITAN_PACKAGE", package::path())
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
