//! What the kernel says of a process's memory (`/proc/<pid>/status`).

use anyhow::{Context, Result};

pub(crate) struct Memory {
    /// Heap and stacks: what sessions make grow.
    pub(crate) anonymous_kb: u64,
    /// The same and the program's own pages.
    pub(crate) resident_kb: u64,
}

impl Memory {
    pub(crate) fn of(pid: u32) -> Result<Self> {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status"))
            .context("memory is measured on Linux only")?;
        Ok(Self {
            anonymous_kb: field(&status, "RssAnon:")?,
            resident_kb: field(&status, "VmRSS:")?,
        })
    }
}

fn field(status: &str, name: &str) -> Result<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .with_context(|| format!("no {name} line"))?;
    line.trim()
        .trim_end_matches("kB")
        .trim()
        .parse()
        .with_context(|| format!("{name} is no number"))
}
