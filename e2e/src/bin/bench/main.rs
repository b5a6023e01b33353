//! Measures the figures in the README and `docs/BENCHMARKS.md`, with the binary in `TITAN_BIN`.
//!
//! Where the service's own memory or time is measured, the network runs in another process, so that its work is not
//! counted as the service's. With names of parts as arguments (`bench webhooks`), only those are measured and the
//! document is not changed.

mod authorization;
mod bulk;
mod clock;
mod database;
mod delivery;
mod histories;
mod linked;
mod neighbours;
mod part;
mod percentile;
mod report;
mod sizes;
mod waiting;
mod webhooks;

use anyhow::Result;
use part::Part;
use report::Report;

#[tokio::main]
async fn main() -> Result<()> {
    let parts = part::read(std::env::args().skip(1))?;
    let mut report = Report::for_this_commit()?;
    for part in &parts {
        match part {
            Part::Waiting => waiting::measure(&mut report).await?,
            Part::Linked => linked::measure(&mut report).await?,
            Part::Histories => histories::measure(&mut report).await?,
            Part::Delivery => delivery::measure(&mut report).await?,
            Part::Webhooks => webhooks::measure(&mut report).await?,
            Part::Neighbours => neighbours::measure(&mut report).await?,
            Part::Bulk => bulk::measure(&mut report)?,
            Part::Authorization => authorization::measure(&mut report)?,
            Part::Sizes => sizes::measure(&mut report).await?,
        }
    }
    print!("{}", report.table());
    if parts != Part::ALL {
        return Ok(());
    }
    report.write(&[
        histories::CONDITIONS,
        webhooks::CONDITIONS,
        neighbours::CONDITIONS,
        bulk::CONDITIONS,
    ])
}
