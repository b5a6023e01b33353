//! Two hundred numbers that are linked at the same moment, each with a history: the service's memory meanwhile.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use titan_e2e::memory::Memory;
use titan_e2e::phone::Phone;
use titan_e2e::{Service, linked_numbers, wait};
use tokio::task::JoinSet;

use crate::report::Report;

pub(crate) const CONDITIONS: &str = "The 200 numbers that are linked at once have 500 chats each in their histories, \
     with ten messages of 100 random characters.";

const LINKS: usize = 200;
const CHATS: usize = 500;
const TIMEOUT: Duration = Duration::from_secs(300);
/// A history is processed after the login.
const SETTLING_TIME: Duration = Duration::from_secs(20);

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    let network = Service::start().await?;
    let service = Service::on_network_of(&network).await?;
    let mut codes = Vec::new();
    for index in 0..LINKS {
        codes.push(waiting(&network, &service, index).await?);
    }
    let before = memory(&service)?;
    let start = Instant::now();
    let mut scans = JoinSet::new();
    for (phone, qr) in codes {
        scans.spawn(async move { phone.scan(&qr).await });
    }
    while let Some(scan) = scans.join_next().await {
        scan??;
    }
    wait::within(TIMEOUT, "all of them to be connected", || async {
        let connected = linked_numbers::count_connected(&service).await?;
        Ok((connected == LINKS).then_some(()))
    })
    .await?;
    let time = start.elapsed();
    tokio::time::sleep(SETTLING_TIME).await;
    let peak = memory(&service)?.peak_kb;
    let share = peak.saturating_sub(before.resident_kb) / LINKS as u64;
    let what = "200 links at once, with histories: peak memory per link (resident)";
    report.row(what, &format!("{share} kB"), "≤ 450 kB");
    let what = "200 links at once, with histories: all CONNECTED";
    report.row(what, &format!("{:.1} s", time.as_secs_f64()), "");
    Ok(())
}

/// A phone, and the code that its session shows.
async fn waiting(network: &Service, service: &Service, index: usize) -> Result<(Phone, String)> {
    let url = &network.startup().service_url;
    let number = linked_numbers::phone_number(index);
    let phone = Phone::with_history(url, &number, CHATS).await?;
    let (tenant, name) = (service.tenant(), linked_numbers::session_name(index));
    tenant.start_session(&name).await?;
    Ok((phone, tenant.qr(&name).await?))
}

fn memory(service: &Service) -> Result<Memory> {
    Memory::of(service.pid().context("the service is running")?)
}
