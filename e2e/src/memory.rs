//! A process's memory, as the kernel reports it (`/proc/<pid>/status`).

use anyhow::{Context, Result};

/// The memory of one process at one moment.
pub struct Memory {
    /// Heap and stacks, which grow with sessions.
    pub anonymous_kb: u64,
    /// Anonymous memory and the program's own pages.
    pub resident_kb: u64,
    /// The most that was ever resident.
    pub peak_kb: u64,
}

impl Memory {
    pub fn of(pid: u32) -> Result<Self> {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status"))
            .context("memory is measured on Linux only")?;
        Ok(Self {
            anonymous_kb: field(&status, "RssAnon:")?,
            resident_kb: field(&status, "VmRSS:")?,
            peak_kb: field(&status, "VmHWM:")?,
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
        .with_context(|| format!("{name} is not a number"))
}
