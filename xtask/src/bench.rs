//! `cargo xtask bench`: measures a release build and keeps the numbers in `docs/BENCHMARKS.md`.
//!
//! The measuring itself is `e2e/src/bin/bench.rs`, since it drives the service and a browser as the journeys do.

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
    progress.step("measuring (about 7 minutes)");
    run(
        cargo(&["run", "--quiet", "--package", "titan-e2e", "--bin", "bench"])
            .env("TITAN_BIN", workspace::binary("release", "titan-connect"))
            .env(
                "TITAN_AUTHORIZE",
                workspace::binary("release/examples", "authorize"),
            )
            .env(
                "TITAN_LONGEST_WAIT",
                workspace::binary("release/examples", "longest_wait"),
            ),
    )
}

/// The binary that figures are taken from.
pub(crate) fn build_optimised(progress: &mut Progress) -> Result<()> {
    progress.step("building the service optimised (about 8 minutes the first time)");
    // In one go: alone, the examples' own libraries would have everything compiled twice.
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
