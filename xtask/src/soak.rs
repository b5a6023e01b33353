//! `cargo xtask soak`: many linked numbers through minutes of trouble; the figures go to `docs/SOAK.md`.
//!
//! The trouble itself is `e2e/src/bin/soak/`, since it drives the service as the journeys do.

use anyhow::Result;

use crate::progress::Progress;
use crate::workspace::{self, cargo, run};
use crate::{bench, widget};

/// Arguments are the soak's own: `--sessions N`, `--minutes M`.
pub(crate) fn run_with(arguments: &[String]) -> Result<()> {
    let mut progress = Progress::of(widget::STEPS + 2);
    widget::build_within(&mut progress)?;
    bench::build_optimised(&mut progress)?;
    progress.step("soaking (about 12 minutes where nothing else is said)");
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
