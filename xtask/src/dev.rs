//! `cargo xtask dev`: runs the service with the sandbox and the playground, from a fresh checkout.

use std::process::Command;

use anyhow::Result;

use crate::progress::Progress;
use crate::{build, widget, workspace};

/// Builds what is out of date, then runs `titan-connect dev` with the arguments.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut progress = Progress::of(widget::STEPS + 2);
    widget::build_within(&mut progress)?;
    progress.step("building the service (about 4 minutes the first time)");
    build::service()?;
    progress.step("running the service; Ctrl-C ends it");
    let mut service = Command::new(workspace::binary("debug", "titan-connect"));
    exec(service.arg("dev").args(arguments))
}

/// Replaces this process, so that the service gets the signals and sets the exit code.
#[cfg(unix)]
fn exec(service: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(anyhow::Error::new(service.exec()).context("cannot start the service"))
}

#[cfg(not(unix))]
fn exec(service: &mut Command) -> Result<()> {
    workspace::run(service)
}
