//! Linked numbers: what one costs while nothing happens, and how long five hundred need to come back at once.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use titan_e2e::memory::Memory;
use titan_e2e::{Service, Setup, crowd, wait};

use crate::report::Report;

/// Linked before counting, so that what the process loads once is not counted as a session's.
const WARM_UP: usize = 3;
const IDLE: usize = 200;
const COMING_BACK: usize = 500;

/// What follows a login (keys, names, presence) is over after this.
const QUIET: Duration = Duration::from_secs(10);
/// More than this is not coming back.
const PATIENCE: Duration = Duration::from_secs(300);

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    let network = Service::start().await?;
    let mut service = Setup::default().against(&network).await?.start().await?;
    crowd::link(&network, &service, 0..WARM_UP).await?;
    let before = quiet(&service).await?;
    crowd::link(&network, &service, WARM_UP..WARM_UP + IDLE).await?;
    let after = quiet(&service).await?;
    report.line(
        "memory per linked session, idle (anonymous)",
        &share(before.anonymous_kb, after.anonymous_kb),
        "≤ 450 kB",
    );
    report.line(
        "memory per linked session, idle (resident)",
        &share(before.resident_kb, after.resident_kb),
        "≤ 450 kB",
    );

    crowd::link(&network, &service, WARM_UP + IDLE..COMING_BACK).await?;
    let time = come_back(&network, &mut service).await?;
    report.line(
        "500 sessions after a kill: start → all CONNECTED",
        &format!("{:.1} s", time.as_secs_f64()),
        "",
    );
    report.line(
        "the service's peak memory meanwhile (resident)",
        &format!("{:.1} MB", memory(&service)?.peak_kb as f64 / 1000.0),
        "",
    );
    Ok(())
}

/// Counts who the network sees, because a service that has just started knows only who was connected before.
async fn come_back(network: &Service, service: &mut Service) -> Result<Duration> {
    service.kill9().await?;
    wait::until("the network to notice the kill", || async {
        Ok((crowd::online(network).await? == 0).then_some(()))
    })
    .await?;
    let start = Instant::now();
    service.resume().await?;
    wait::within(PATIENCE, "all of them to be connected", || async {
        let back = crowd::online(network).await? == COMING_BACK
            && crowd::connected(service).await? == COMING_BACK;
        Ok(back.then_some(()))
    })
    .await?;
    Ok(start.elapsed())
}

async fn quiet(service: &Service) -> Result<Memory> {
    tokio::time::sleep(QUIET).await;
    memory(service)
}

fn memory(service: &Service) -> Result<Memory> {
    Memory::of(service.pid().context("the service is running")?)
}

fn share(before_kb: u64, after_kb: u64) -> String {
    format!("{} kB", after_kb.saturating_sub(before_kb) / IDLE as u64)
}
