//! Growth: thousands of links that nobody uses, numbers that come and go, and days of traffic. Memory, rows and the
//! database's file must be level at the end.
//!
//! Run by `cargo xtask soak --growth [--links N] [--finished N] [--rounds N]`. Each round is an hour of the service's
//! clock, which is moved ahead after it; links are kept for an hour and events for a day, as short as an operator can set
//! them, so what is to be deleted is deleted within the first third.

mod level;
mod load;
mod options;
mod report;
mod sample;

use std::time::Instant;

use anyhow::{Result, ensure};
use titan_e2e::{Service, Setup};

use self::load::Load;
use self::options::GrowthOptions;
use self::sample::Sample;

/// Codes expire so many times faster, so that an opened link runs out of codes within seconds.
const SPEED: u32 = 10;

/// The service's clock moves ahead by this much after each round.
const ROUND_SECONDS: u64 = 3600;

pub(crate) async fn run(arguments: impl Iterator<Item = String>) -> Result<()> {
    let options = GrowthOptions::read(arguments)?;
    let network = Setup::default().speed(SPEED).start().await?;
    let service = Setup::default()
        .speed(SPEED)
        .variable("LINK_RETENTION_HOURS", "1")
        .variable("EVENT_RETENTION_DAYS", "1")
        .variable("METRICS_LISTEN", "127.0.0.1:0")
        .on_network_of(&network)
        .await?
        .start()
        .await?;
    let start = Instant::now();
    let samples = measure(&network, &service, &options, start).await?;
    let judged = level::judge(&samples);
    report::write(&options, &samples, &judged, start.elapsed())?;
    let growing: Vec<&str> = judged
        .iter()
        .filter(|one| !one.is_level())
        .map(|one| one.name.as_str())
        .collect();
    ensure!(growing.is_empty(), "not level: {}", growing.join(", "));
    Ok(())
}

async fn measure(
    network: &Service,
    service: &Service,
    options: &GrowthOptions,
    start: Instant,
) -> Result<Vec<Sample>> {
    let load = Load::prepare(network, service).await?;
    let mut samples = Vec::with_capacity(options.rounds);
    for round in 0..options.rounds {
        load.round(options, round).await?;
        service.advance_clock(ROUND_SECONDS).await?;
        let sample = Sample::take(service, round + 1, start.elapsed()).await?;
        sample.print();
        samples.push(sample);
    }
    load.check().await?;
    Ok(samples)
}
