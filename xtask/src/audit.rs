//! `cargo xtask audit`: whether the dependencies' licences, sources and names are what `deny.toml` allows, and whether
//! an advisory is known about one of them.
//!
//! The list of advisories is on the internet. Where it cannot be reached, the command says so and ends with an exit
//! code of its own: nobody must take "not checked" for "none found" (docs/decisions/0053-audit.md).

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::programs;
use crate::workspace::{self, cargo, run};

/// Newer versions may judge differently; then `deny.toml` changes with this line.
const VERSION: &str = "0.20.2";

/// The exit code of an audit that found nothing, but could not read the advisories.
const NOT_CHECKED: u8 = 3;

/// The arguments of what needs no network.
const LOCAL_CHECKS: [&str; 5] = ["--offline", "check", "licenses", "bans", "sources"];
const FETCH: [&str; 2] = ["fetch", "db"];
/// With the list that [`FETCH`] has just brought.
const ADVISORIES: [&str; 3] = ["--offline", "check", "advisories"];

#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Clean,
    /// Everything else is clean.
    AdvisoriesNotChecked,
    Failed,
}

/// The whole audit.
pub(crate) fn run_all() -> Result<ExitCode> {
    let tool = ensure()?;
    match audit(|arguments| runs(&tool, arguments))? {
        Outcome::Clean => Ok(ExitCode::SUCCESS),
        Outcome::AdvisoriesNotChecked => {
            eprintln!(
                "advisories NOT checked: their list (github.com/RustSec/advisory-db) cannot be read from here. \
                 Licences, bans and sources are as deny.toml allows. Exit code {NOT_CHECKED}."
            );
            Ok(ExitCode::from(NOT_CHECKED))
        }
        Outcome::Failed => bail!("the audit has found what deny.toml does not allow, see above"),
    }
}

/// The part that needs no network, if the tool is installed.
pub(crate) fn run_local() -> Result<()> {
    let Some(tool) = installed() else {
        eprintln!(
            "      NOT checked: cargo-deny {VERSION} is missing; `cargo xtask audit` installs it"
        );
        return Ok(());
    };
    if !runs(&tool, &LOCAL_CHECKS)? {
        bail!("deny.toml does not allow a dependency, see above");
    }
    Ok(())
}

/// Every part is run, whatever the ones before it have found.
fn audit(mut runs: impl FnMut(&[&str]) -> Result<bool>) -> Result<Outcome> {
    let is_allowed = runs(&LOCAL_CHECKS)?;
    let is_fetched = runs(&FETCH)?;
    let is_safe = is_fetched && runs(&ADVISORIES)?;
    Ok(match (is_allowed, is_fetched, is_safe) {
        (true, true, true) => Outcome::Clean,
        (true, false, _) => Outcome::AdvisoriesNotChecked,
        _ => Outcome::Failed,
    })
}

/// Whether cargo-deny succeeds.
fn runs(tool: &Path, arguments: &[&str]) -> Result<bool> {
    let mut command = Command::new(tool);
    command.args(["--log-level", "warn"]).args(arguments);
    // A server that does not answer must not hold the audit.
    command
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_HTTP_LOW_SPEED_LIMIT", "1000")
        .env("GIT_HTTP_LOW_SPEED_TIME", "30")
        .current_dir(workspace::root());
    let status = command
        .status()
        .with_context(|| format!("cannot start `{}`", workspace::command_line(&command)))?;
    Ok(status.success())
}

/// Returns the path of the program, or builds it.
fn ensure() -> Result<PathBuf> {
    if let Some(installed) = installed() {
        return Ok(installed);
    }
    eprintln!("      building cargo-deny {VERSION} (about 5 minutes, the first time only)");
    // It runs for seconds, so optimising it is not worth the minutes.
    run(cargo(&[
        "--config",
        "profile.release.opt-level=1",
        "install",
        "cargo-deny",
        "--locked",
        "--version",
        VERSION,
        "--root",
    ])
    .arg(tools()))?;
    installed().context("cargo-deny was built, but does not run")
}

fn installed() -> Option<PathBuf> {
    let built = tools().join("bin/cargo-deny");
    let known = [Some(built), programs::find("cargo-deny")];
    known.into_iter().flatten().find(|tool| is_current(tool))
}

fn is_current(tool: &Path) -> bool {
    let mut version = Command::new(tool);
    let printed = version.arg("--version").stderr(Stdio::null()).output();
    printed.is_ok_and(|printed| printed.stdout.trim_ascii().ends_with(VERSION.as_bytes()))
}

fn tools() -> PathBuf {
    workspace::target_dir().join("tools")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The outcome of an audit in which these parts fail, and how many parts ran.
    fn audited(failing: &[&[&str]]) -> (Outcome, usize) {
        let mut ran = 0;
        let outcome = audit(|arguments| {
            ran += 1;
            Ok(!failing.contains(&arguments))
        });
        (outcome.unwrap(), ran)
    }

    #[test]
    fn only_an_audit_with_advisories_is_clean() {
        assert_eq!(audited(&[]), (Outcome::Clean, 3));
        let unreachable = audited(&[&FETCH]);
        assert_eq!(unreachable, (Outcome::AdvisoriesNotChecked, 2));
        for failing in [&LOCAL_CHECKS[..], &ADVISORIES] {
            assert_eq!(audited(&[failing]), (Outcome::Failed, 3));
        }
        let both = audited(&[&LOCAL_CHECKS, &FETCH]);
        assert_eq!(both, (Outcome::Failed, 2));
    }

    #[test]
    fn another_version_of_the_program_is_not_used() {
        assert!(!is_current(Path::new("cargo")));
        assert!(!is_current(Path::new("/does/not/exist")));
    }
}
