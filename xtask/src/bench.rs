//! `cargo xtask bench`: measures a release build and keeps the numbers in `docs/BENCHMARKS.md`.
//!
//! The measuring itself is `e2e/src/bin/bench.rs`, since it drives the service and a browser as the journeys do.

use std::process::Command;

use anyhow::Result;

use crate::progress::Progress;
use crate::workspace::{self, cargo, run};
use crate::{programs, widget};

pub(crate) fn run_all() -> Result<()> {
    let mut progress = Progress::of(widget::STEPS + 3);
    progress.step("checking for browser, driver and database server");
    programs::ensure()?;
    widget::build_within(&mut progress)?;
    build_optimised(&mut progress)?;
    run(&mut optimised(&["--example", "letting_in"]))?;
    progress.step("measuring (about 4 minutes)");
    run(
        cargo(&["run", "--quiet", "--package", "titan-e2e", "--bin", "bench"])
            .env("TITAN_BIN", workspace::binary("release", "titan-connect"))
            .env(
                "TITAN_LETTING_IN",
                workspace::binary("release/examples", "letting_in"),
            ),
    )
}

/// The binary that figures are taken from.
pub(crate) fn build_optimised(progress: &mut Progress) -> Result<()> {
    progress.step("building the service optimised (about 8 minutes the first time)");
    run(&mut optimised(&["--bins"]))
}

/// Builds targets of the service as figures are taken from them.
fn optimised(targets: &[&str]) -> Command {
    let mut build = cargo(&["build", "--release", "--package", "titan-connect"]);
    build.args(["--features", "sandbox"]).args(targets);
    build
}
