//! What the service holds after a round.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};
use titan_e2e::Service;
use titan_e2e::memory::Memory;

/// Metrics that count what the process keeps in memory.
const COUNTED: [&str; 4] = [
    "titan_session_tasks",
    "titan_session_views",
    "titan_sessions_unreachable",
    "titan_live_stream_listeners",
];

pub(crate) struct Sample {
    pub(crate) round: usize,
    pub(crate) after: Duration,
    pub(crate) memory: Memory,
    pub(crate) file_bytes: u64,
    pub(crate) rows: BTreeMap<String, u64>,
    pub(crate) counts: BTreeMap<String, u64>,
}

impl Sample {
    pub(crate) async fn take(service: &Service, round: usize, after: Duration) -> Result<Self> {
        let pid = service.pid().context("the service is running")?;
        let file = service.data_dir().join("titan.db");
        Ok(Self {
            round,
            after,
            memory: Memory::of(pid)?,
            file_bytes: std::fs::metadata(file)?.len(),
            rows: service.table_sizes().await?,
            counts: counts(&service.metrics().await?),
        })
    }

    pub(crate) fn all_rows(&self) -> u64 {
        self.rows.values().sum()
    }

    pub(crate) fn print(&self) {
        eprintln!(
            "      round {:>3}, {:>4} s  {:.1} MB, {} rows, file {:.1} MB",
            self.round,
            self.after.as_secs(),
            self.memory.anonymous_kb as f64 / 1000.0,
            self.all_rows(),
            self.file_bytes as f64 / 1e6
        );
    }
}

/// The gauges of the list that there are; they have no labels.
fn counts(metrics: &str) -> BTreeMap<String, u64> {
    let values = metrics.lines().filter_map(|line| line.split_once(' '));
    values
        .filter(|(name, _)| COUNTED.contains(name))
        .filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?)))
        .collect()
}
