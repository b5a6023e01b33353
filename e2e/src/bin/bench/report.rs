//! A small Markdown table, printed and kept.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use titan_e2e::service::workspace;

pub(crate) struct Report {
    commit: String,
    rows: Vec<[String; 3]>,
}

impl Report {
    pub(crate) fn for_this_commit() -> Result<Self> {
        let mut commit =
            git(&["rev-parse", "--short", "HEAD"]).unwrap_or_else(|_| "none yet".to_owned());
        if !git(&["status", "--porcelain"])?.is_empty() {
            commit.push_str(" with changes");
        }
        Ok(Self {
            commit,
            rows: Vec::new(),
        })
    }

    /// One measured thing; `aim` is empty where none was set.
    pub(crate) fn line(&mut self, what: &str, value: &str, aim: &str) {
        eprintln!("      {what}: {value}");
        self.rows.push([what, value, aim].map(str::to_owned));
    }

    pub(crate) fn table(&self) -> String {
        let mut table = String::from("| what | measured | aim |\n|---|---|---|\n");
        for row in &self.rows {
            table.push_str(&format!("| {} |\n", row.join(" | ")));
        }
        table
    }

    /// Replaces `docs/BENCHMARKS.md`.
    pub(crate) fn keep(&self) -> Result<()> {
        let cores = std::thread::available_parallelism()?;
        let text = format!(
            "# Benchmarks\n\nMade by `cargo xtask bench`; do not edit.\n\nCommit: {}. Release build with the sandbox feature, \
             SQLite, everything on one machine with {cores} cores. Start → first QR and memory are over 200 sessions \
             started one after another, with WhatsApp's stand-in in another process; scan → message is over 10 journeys \
             in Chromium.\n\n{}",
            self.commit,
            self.table()
        );
        let docs = workspace().join("docs");
        fs::create_dir_all(&docs)?;
        fs::write(docs.join("BENCHMARKS.md"), text).context("cannot write docs/BENCHMARKS.md")
    }
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
