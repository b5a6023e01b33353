//! The checkout that was measured, and the documents with the figures.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::service::workspace;

/// The commit's short hash, and whether the work tree has changes.
pub fn commit() -> Result<String> {
    let mut commit =
        git(&["rev-parse", "--short", "HEAD"]).unwrap_or_else(|_| "none yet".to_owned());
    if !git(&["status", "--porcelain"])?.is_empty() {
        commit.push_str(" with changes");
    }
    Ok(commit)
}

/// Replaces a document in `docs/`.
pub fn write_document(name: &str, text: &str) -> Result<()> {
    let docs = workspace().join("docs");
    fs::create_dir_all(&docs)?;
    fs::write(docs.join(name), text).with_context(|| format!("cannot write docs/{name}"))
}

fn git(arguments: &[&str]) -> Result<String> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(workspace())
        .output()
        .context("cannot run git")?;
    anyhow::ensure!(
        output.status.success(),
        "git {} failed",
        arguments.join(" ")
    );
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
