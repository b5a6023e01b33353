//! A small Markdown table, printed and kept.

use anyhow::Result;
use titan_e2e::checkout;

use crate::{bulk, webhooks};

pub(crate) struct Report {
    commit: String,
    rows: Vec<[String; 3]>,
}

impl Report {
    pub(crate) fn for_this_commit() -> Result<Self> {
        Ok(Self {
            commit: checkout::commit()?,
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
             SQLite where nothing else is said, everything on one machine with {cores} cores. Start → first QR and memory are over 200 sessions \
             started one after another, with WhatsApp's stand-in in another process; so is what is said of linked \
             sessions, and the 500 that come back are counted by that network. Scan → message is over 10 journeys \
             in Chromium. {} {}\n\n{}",
            self.commit,
            webhooks::CONDITIONS,
            bulk::CONDITIONS,
            self.table()
        );
        checkout::keep_document("BENCHMARKS.md", &text)
    }
}
