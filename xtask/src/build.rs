//! Builds the service and the tests for all commands alike: the same features and the same compiler, so that nothing is
//! compiled twice (docs/decisions/0028-one-build-for-all-commands.md).
//!
//! Clippy's compiler lints a crate of this workspace while it compiles it. Without Clippy the usual compiler is used.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::cargo_messages::{self, Built};
use crate::generated_files;
use crate::workspace::{self, binary, cargo, run};

/// Every package but this command, whose dependencies have other features.
pub(crate) const EVERYTHING: [&str; 5] = [
    "--workspace",
    "--exclude",
    "xtask",
    "--features",
    "titan-connect/sandbox",
];

const WITH_SANDBOX: [&str; 5] = [
    "build",
    "--package",
    "titan-connect",
    "--features",
    "sandbox",
];

/// The crates that a build without the sandbox compiles again: the feature is theirs, or they depend on one of these.
const DIFFERENT_WITHOUT_SANDBOX: [&str; 3] = ["titan-", "wacore", "whatsapp-rust"];

/// Builds the service with the sandbox.
pub(crate) fn service() -> Result<()> {
    run(&mut linting(&WITH_SANDBOX))?;
    generated_files::keep_fresh()
}

/// Builds all targets of all packages. A warning is an error.
pub(crate) fn everything() -> Result<Built> {
    cargo_messages::run(linting(&["build", "--all-targets"]).args(EVERYTHING))
}

/// Builds all targets of this command. A warning is an error.
pub(crate) fn this_command() -> Result<()> {
    let args = ["build", "--all-targets", "--package", "xtask"];
    cargo_messages::run(&mut linting(&args)).map(drop)
}

/// Builds the service as it is deployed, and copies it to where the journeys expect it: the build with the sandbox has
/// the same path.
pub(crate) fn production() -> Result<Built> {
    let built = cargo_messages::run(&mut linting(&["build", "--package", "titan-connect"]))?;
    generated_files::keep_fresh()?;
    let copy = production_binary();
    let folder = copy.parent().context("the binary is in a folder")?;
    std::fs::create_dir_all(folder)?;
    std::fs::copy(binary("debug", "titan-connect"), &copy)
        .with_context(|| format!("cannot write {}", copy.display()))?;
    Ok(built)
}

/// Where [`production`] leaves the service without the sandbox.
pub(crate) fn production_binary() -> PathBuf {
    binary("production/debug", "titan-connect")
}

/// Fails when `dev` or the production build uses a dependency that [`everything`] has compiled with other features.
pub(crate) fn check_shared(everything: &Built, production: &Built) -> Result<()> {
    let service = cargo_messages::run(&mut linting(&WITH_SANDBOX))?;
    let mut twice = service.packages_not_in(everything);
    let deployed = production.packages_not_in(everything);
    twice.extend(deployed.into_iter().filter(|name| is_shared(name)));
    if twice.is_empty() {
        return Ok(());
    }
    bail!(
        "compiled twice, because the tests enable other features than the service: {}. \
         docs/decisions/0028-one-build-for-all-commands.md says what to do",
        Vec::from_iter(twice).join(", ")
    )
}

fn is_shared(package: &str) -> bool {
    let different = DIFFERENT_WITHOUT_SANDBOX;
    !different.iter().any(|prefix| package.starts_with(prefix))
}

/// Cargo with Clippy's compiler for the crates of this workspace.
pub(crate) fn linting(args: &[&str]) -> Command {
    let mut command = cargo(args);
    if let Some(driver) = clippy_driver() {
        command.env("RUSTC_WORKSPACE_WRAPPER", driver);
    }
    command
}

/// Without it nothing would be linted.
pub(crate) fn ensure_clippy() -> Result<()> {
    clippy_driver().map(drop).context(
        "the lints need Clippy. With rustup: `rustup component add clippy`; with a distribution's Rust: its package for \
         Clippy (Debian: rust-clippy)",
    )
}

fn clippy_driver() -> Option<PathBuf> {
    let name = format!("clippy-driver{}", std::env::consts::EXE_SUFFIX);
    let driver = workspace::sysroot().ok()?.join("bin").join(name);
    driver.is_file().then_some(driver)
}
