//! `cargo xtask soak`: runs many linked numbers through minutes of failures, or with `--growth` thousands of links
//! through days of the service's clock, and writes the results to `docs/SOAK.md`.
//!
//! The test is in `e2e/src/bin/soak/`, because it controls the service as the journeys do.

use anyhow::Result;

use crate::progress::Progress;
use crate::workspace::{self, cargo, run};
use crate::{bench, widget};

/// The arguments are `--sessions N` and `--minutes M`, or `--growth`, `--links N`, `--finished N` and `--rounds N`.
pub(crate) fn run_with(arguments: &[String]) -> Result<()> {
    let mut progress = Progress::of(widget::STEPS + 2);
    widget::build_within(&mut progress)?;
    bench::build_optimised(&mut progress)?;
    progress.step("soaking (about 12 minutes by default)");
    run(cargo(&[
        "run",
        "--quiet",
        "--package",
        "titan-e2e",
        "--bin",
        "soak",
        "--",
    ])
    .args(arguments)
    .env("TITAN_BIN", workspace::binary("release", "titan-connect")))
}
