//! Measures what the README and `docs/BENCHMARKS.md` claim, against the binary in `TITAN_BIN`.
//!
//! The network stands in another process where the service's own memory or time is measured, so that the
//! stand-in's work is not counted as the service's.

mod delivery;
mod letting_in;
mod linked;
mod report;
mod sizes;
mod waiting;

use anyhow::Result;
use report::Report;

#[tokio::main]
async fn main() -> Result<()> {
    let mut report = Report::for_this_commit()?;
    waiting::measure(&mut report).await?;
    linked::measure(&mut report).await?;
    delivery::measure(&mut report).await?;
    letting_in::measure(&mut report)?;
    sizes::measure(&mut report).await?;
    print!("{}", report.table());
    report.keep()
}
