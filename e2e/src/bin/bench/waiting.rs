//! Two hundred people who have opened the widget and look for their phones: how fast each got a code, and
//! what they cost together.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use titan_e2e::memory::Memory;
use titan_e2e::{Service, Setup};

use crate::percentile::{millis, percentile};
use crate::report::Report;

const SESSIONS: usize = 200;
/// Started before counting, so that what the process loads once is not counted as a session's.
const WARM_UP: usize = 3;

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    let network = Service::start().await?;
    let service = Setup::default().against(&network).await?.start().await?;
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
    report.line(
        "start → first QR, p50",
        &millis(percentile(&times, 50)),
        "≤ 10 ms",
    );
    report.line("start → first QR, p99", &millis(percentile(&times, 99)), "");
    report.line(
        "memory per waiting session (anonymous)",
        &share(before.anonymous_kb, after.anonymous_kb),
        "≤ 350 kB",
    );
    report.line(
        "memory per waiting session (resident)",
        &share(before.resident_kb, after.resident_kb),
        "≤ 350 kB",
    );
    report.line(
        "the service before them (resident)",
        &format!("{:.1} MB", before.resident_kb as f64 / 1000.0),
        "",
    );
    Ok(())
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
