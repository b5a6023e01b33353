//! How things stood, every few seconds.

use std::time::Duration;

use anyhow::{Context, Result};
use titan_e2e::crowd;
use titan_e2e::memory::Memory;

use crate::ledger::Ledger;
use crate::world::World;

#[derive(Default)]
pub(crate) struct Diary(pub(crate) Vec<Entry>);

pub(crate) struct Entry {
    pub(crate) at: Duration,
    /// The service's process, counted from 1.
    pub(crate) life: usize,
    pub(crate) connected: usize,
    /// By the network's account.
    pub(crate) online: usize,
    pub(crate) sent: usize,
    pub(crate) memory: Memory,
}

impl Diary {
    pub(crate) async fn look(
        &mut self,
        at: Duration,
        world: &World,
        ledger: &Ledger,
        kills: usize,
    ) -> Result<()> {
        let pid = world.service.pid().context("the service is running")?;
        let entry = Entry {
            at,
            life: kills + 1,
            connected: crowd::connected(&world.service).await?,
            online: crowd::online(&world.network).await?,
            sent: ledger.count(),
            memory: Memory::of(pid)?,
        };
        eprintln!(
            "      {:>4} s  {} connected, {} online, {} messages sent, {:.1} MB",
            at.as_secs(),
            entry.connected,
            entry.online,
            entry.sent,
            megabytes(entry.memory.resident_kb)
        );
        self.0.push(entry);
        Ok(())
    }
}

pub(crate) fn megabytes(kb: u64) -> f64 {
    kb as f64 / 1000.0
}
