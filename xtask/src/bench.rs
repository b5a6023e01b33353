//! `cargo xtask bench`: measures a release build and writes the results to `docs/BENCHMARKS.md`.
//!
//! The measurements are in `e2e/src/bin/bench/main.rs`, because they control the service and a browser as the journeys do.

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
    progress.step("measuring (about 25 minutes)");
    let example = |name: &str| workspace::binary("release/examples", name);
    run(
        cargo(&["run", "--quiet", "--package", "titan-e2e", "--bin", "bench"])
            .env("TITAN_BIN", workspace::binary("release", "titan-connect"))
            .env("TITAN_AUTHORIZE", example("authorize"))
            .env("TITAN_LONGEST_WAIT", example("longest_wait")),
    )
}

/// Builds the binary that is measured.
pub(crate) fn build_optimised(progress: &mut Progress) -> Result<()> {
    progress.step("building the service optimised (about 8 minutes the first time)");
    // In one command: the examples have other dependencies, so a separate build would compile everything twice.
    run(&mut cargo(&[
        "build",
        "--release",
        "--package",
        "titan-connect",
        "--features",
        "sandbox",
        "--bins",
        "--example",
        "authorize",
        "--example",
        "longest_wait",
    ]))
}
