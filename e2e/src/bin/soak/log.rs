//! The state of the service, every few seconds.

use std::time::Duration;

use anyhow::{Context, Result};
use titan_e2e::linked_numbers;
use titan_e2e::memory::Memory;

use crate::environment::Environment;
use crate::sent_messages::SentMessages;

#[derive(Default)]
pub(crate) struct Log(pub(crate) Vec<Entry>);

pub(crate) struct Entry {
    pub(crate) at: Duration,
    /// The service's process, counted from 1.
    pub(crate) process: usize,
    pub(crate) connected: usize,
    /// As the network reports it.
    pub(crate) online: usize,
    pub(crate) sent: usize,
    pub(crate) memory: Memory,
}

impl Log {
    pub(crate) async fn record(
        &mut self,
        at: Duration,
        environment: &Environment,
        sent_messages: &SentMessages,
        kills: usize,
    ) -> Result<()> {
        let Environment { service, network } = environment;
        let pid = service.pid().context("the service is running")?;
        let entry = Entry {
            at,
            process: kills + 1,
            connected: linked_numbers::count_connected(service).await?,
            online: linked_numbers::count_online(network).await?,
            sent: sent_messages.count(),
            memory: Memory::of(pid)?,
        };
        entry.print();
        self.0.push(entry);
        Ok(())
    }
}

impl Entry {
    fn print(&self) {
        eprintln!(
            "      {:>4} s  {} connected, {} online, {} messages sent, {:.1} MB",
            self.at.as_secs(),
            self.connected,
            self.online,
            self.sent,
            megabytes(self.memory.resident_kb)
        );
    }
}

pub(crate) fn megabytes(kb: u64) -> f64 {
    kb as f64 / 1000.0
}
