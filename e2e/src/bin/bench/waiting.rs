//! Two hundred sessions that wait for a scan: the time to each first QR code, and their memory.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use titan_e2e::Service;
use titan_e2e::memory::Memory;

use crate::percentile::{millis, percentile};
use crate::report::Report;

const SESSIONS: usize = 200;
/// Started before counting, so that what the process loads once is not counted as a session's.
const WARM_UP: usize = 3;

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    let network = Service::start().await?;
    let service = Service::on_network_of(&network).await?;
    for number in 0..WARM_UP {
        first_qr(&service, &format!("warm-up-{number}")).await?;
    }
    let pid = service.pid().context("the service is running")?;
    let before = Memory::of(pid)?;
    let mut times = Vec::with_capacity(SESSIONS);
    for number in 0..SESSIONS {
        times.push(first_qr(&service, &format!("waiting-{number}")).await?);
    }
    let after = Memory::of(pid)?;
    times.sort_unstable();
    report_times(report, &times);
    report_memory(report, &before, &after);
    Ok(())
}

fn report_times(report: &mut Report, times: &[Duration]) {
    let (median, slow) = (percentile(times, 50), percentile(times, 99));
    report.row("start → first QR, p50", &millis(median), "≤ 10 ms");
    report.row("start → first QR, p99", &millis(slow), "");
}

fn report_memory(report: &mut Report, before: &Memory, after: &Memory) {
    for (kind, before_kb, after_kb) in [
        ("anonymous", before.anonymous_kb, after.anonymous_kb),
        ("resident", before.resident_kb, after.resident_kb),
    ] {
        let what = format!("memory per waiting session ({kind})");
        report.row(&what, &share(before_kb, after_kb), "≤ 350 kB");
    }
    let alone = format!("{:.1} MB", before.resident_kb as f64 / 1000.0);
    report.row("the service before them (resident)", &alone, "");
}

async fn first_qr(service: &Service, name: &str) -> Result<Duration> {
    let tenant = service.tenant();
    let start = Instant::now();
    tenant.start_session(name).await?;
    tenant.qr(name).await?;
    Ok(start.elapsed())
}

fn share(before_kb: u64, after_kb: u64) -> String {
    format!(
        "{} kB",
        after_kb.saturating_sub(before_kb) / SESSIONS as u64
    )
}
