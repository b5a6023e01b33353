//! The figures as a Markdown table, printed and written to the document.

use anyhow::Result;
use titan_e2e::checkout;

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

    /// Adds a figure; `aim` is empty if there is none.
    pub(crate) fn row(&mut self, what: &str, value: &str, aim: &str) {
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

    /// Replaces `docs/BENCHMARKS.md`. `conditions` say how the figures were measured.
    pub(crate) fn write(&self, conditions: &[&str]) -> Result<()> {
        let cores = std::thread::available_parallelism()?;
        let text = format!(
            "# Benchmarks\n\nMade by `cargo xtask bench`; do not edit.\n\nCommit: {}. Release build with the sandbox \
             feature, SQLite unless another database is named, everything on one machine with {cores} cores. Start → \
             first QR and memory are over 200 sessions started one after another, with the sandbox's network in \
             another process; so are the figures for linked sessions, and the 500 that reconnect are counted by that \
             network. Scan → message is over 10 journeys in Chromium. {}\n\n{}",
            self.commit,
            conditions.join(" "),
            self.table()
        );
        checkout::write_document("BENCHMARKS.md", &text)
    }
}
