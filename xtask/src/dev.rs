//! `cargo xtask dev`: the service against the sandbox, with the playground, from a fresh checkout.

use std::process::Command;

use anyhow::Result;

use crate::progress::Progress;
use crate::{widget, workspace};

/// Builds what is stale, then becomes `titan-connect dev` with the given arguments.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut progress = Progress::of(widget::STEPS + 2);
    widget::build_within(&mut progress)?;
    progress.step("building the service (about 4 minutes the first time)");
    workspace::run(&mut workspace::cargo(&[
        "build",
        "--package",
        "titan-connect",
        "--features",
        "sandbox",
    ]))?;
    progress.step("running it; Ctrl-C ends it");
    let mut service = Command::new(workspace::binary("debug", "titan-connect"));
    become_it(service.arg("dev").args(arguments))
}

/// Replaces this process, so that signals and the exit code are the service's own.
#[cfg(unix)]
fn become_it(service: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(anyhow::Error::new(service.exec()).context("cannot start the service"))
}

#[cfg(not(unix))]
fn become_it(service: &mut Command) -> Result<()> {
    workspace::run(service)
}
