//! Firefox's driver. Debian 12 has no package for it, so it is built from source once, below the target folder, at a
//! version that works with the journeys.

use std::path::PathBuf;

use anyhow::Result;

use crate::programs;
use crate::workspace::{self, cargo, run_captured};

const VERSION: &str = "0.37.1";

/// Returns the path of the program on the PATH, or builds it.
pub(crate) fn ensure() -> Result<PathBuf> {
    if let Some(installed) = programs::find("geckodriver") {
        return Ok(installed);
    }
    let tools = workspace::target_dir().join("tools");
    let built = tools.join("bin/geckodriver");
    if !built.is_file() {
        eprintln!("      building geckodriver {VERSION} (about 2 minutes, the first time only)");
        // It waits for the browser most of the time, so optimising it is not worth the minutes.
        run_captured(
            cargo(&[
                "--config",
                "profile.release.opt-level=0",
                "install",
                "geckodriver",
                "--locked",
                "--version",
                VERSION,
                "--root",
            ])
            .arg(&tools),
        )?;
    }
    Ok(built)
}
