//! Linked numbers: the memory of an idle one, and the time until five hundred are connected again after a kill.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use titan_e2e::memory::Memory;
use titan_e2e::{Service, linked_numbers, wait};

use crate::report::Report;

/// Linked before counting, so that what the process loads once is not counted as a session's.
const WARM_UP: usize = 3;
const IDLE: usize = 200;
const RESTARTED: usize = 500;

/// What follows a login (keys, names, presence) has ended after this.
const SETTLING_TIME: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(300);

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    let network = Service::start().await?;
    let mut service = Service::on_network_of(&network).await?;
    linked_numbers::link(&network, &service, 0..WARM_UP).await?;
    let before = idle_memory(&service).await?;
    linked_numbers::link(&network, &service, WARM_UP..WARM_UP + IDLE).await?;
    let after = idle_memory(&service).await?;
    for (kind, before_kb, after_kb) in [
        ("anonymous", before.anonymous_kb, after.anonymous_kb),
        ("resident", before.resident_kb, after.resident_kb),
    ] {
        let what = format!("memory per linked session, idle ({kind})");
        report.row(&what, &share(before_kb, after_kb), "≤ 450 kB");
    }
    linked_numbers::link(&network, &service, WARM_UP + IDLE..RESTARTED).await?;
    measure_restart(report, &network, &mut service).await
}

async fn measure_restart(
    report: &mut Report,
    network: &Service,
    service: &mut Service,
) -> Result<()> {
    let time = reconnect_all(network, service).await?;
    let what = "500 sessions after a kill: start → all CONNECTED";
    report.row(what, &format!("{:.1} s", time.as_secs_f64()), "");
    let peak = format!("{:.1} MB", memory(service)?.peak_kb as f64 / 1000.0);
    report.row("the service's peak memory meanwhile (resident)", &peak, "");
    Ok(())
}

/// Counts in the network too, because a service that has just started reports the sessions that were connected before.
async fn reconnect_all(network: &Service, service: &mut Service) -> Result<Duration> {
    service.kill().await?;
    wait::until("the network to notice the kill", || async {
        Ok((linked_numbers::count_online(network).await? == 0).then_some(()))
    })
    .await?;
    let start = Instant::now();
    service.start_again().await?;
    wait::within(TIMEOUT, "all of them to be connected", || async {
        let all_connected = linked_numbers::count_online(network).await? == RESTARTED
            && linked_numbers::count_connected(service).await? == RESTARTED;
        Ok(all_connected.then_some(()))
    })
    .await?;
    Ok(start.elapsed())
}

async fn idle_memory(service: &Service) -> Result<Memory> {
    tokio::time::sleep(SETTLING_TIME).await;
    memory(service)
}

fn memory(service: &Service) -> Result<Memory> {
    Memory::of(service.pid().context("the service is running")?)
}

fn share(before_kb: u64, after_kb: u64) -> String {
    format!("{} kB", after_kb.saturating_sub(before_kb) / IDLE as u64)
}
