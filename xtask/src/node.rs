//! Node.js, and the packages from npm that the tests need: a compiler for the loader's types, axe-core, and what the
//! examples are built with. Building the service and the widget needs neither.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::workspace;

/// What Vite, with which the examples are built, asks for.
const OLDEST: (u32, u32) = (20, 19);

/// Installs what package-lock.json names into `node_modules`, unless it is there already.
pub(crate) fn ensure_packages() -> Result<()> {
    let version = workspace::output(Command::new("node").arg("--version"))?;
    check_version(version.trim())?;
    let root = workspace::root();
    let lock = fs::read_to_string(root.join("package-lock.json"))?;
    let stamp = root.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    eprintln!("      installing packages from npm (100 MB on disk, the first time only)");
    workspace::run_captured(Command::new("npm").current_dir(&root).args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ]))?;
    write(&stamp, &lock)
}

fn write(file: &PathBuf, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

fn check_version(version: &str) -> Result<()> {
    let numbers = version.trim_start_matches('v').split('.');
    let mut numbers = numbers.map(|number| number.parse().unwrap_or(0));
    let found: (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    ensure!(
        found >= OLDEST,
        "Node.js {version} is too old: the tests of the loader and its examples need {}.{} or newer with npm \
         (https://nodejs.org). Building and running the service needs no Node.js",
        OLDEST.0,
        OLDEST.1
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_version_is_rejected_with_the_one_that_is_needed() {
        for version in ["v20.19.0", "v20.20.2", "v22.1.0", "v100.0.0"] {
            check_version(version).unwrap();
        }
        for version in ["v18.20.4", "v20.18.3", "v9.99.0", "nonsense", ""] {
            let error = check_version(version).unwrap_err().to_string();
            assert!(error.contains("20.19 or newer with npm"), "{error}");
        }
    }
}
