//! Many linked numbers through minutes of bad weather: lines that break, a service that is killed, a network that
//! goes away, and messages all the while. At the end every session must be CONNECTED and no message missing.
//!
//! Run by `cargo xtask soak [--sessions N] [--minutes M]` against the binary in `TITAN_BIN`; the figures go to
//! `docs/SOAK.md`. The network stands in another process, so that it can be killed by itself and its memory is
//! not the service's.

mod diary;
mod ledger;
mod plan;
mod report;
mod weather;
mod world;

use std::sync::Arc;

use anyhow::Result;
use titan_e2e::crowd;
use tokio::task::JoinSet;

use crate::diary::Diary;
use crate::ledger::Ledger;
use crate::plan::Plan;
use crate::weather::Weather;
use crate::world::World;

#[tokio::main]
async fn main() -> Result<()> {
    let plan = Plan::read(std::env::args().skip(1))?;
    let mut world = World::start().await?;
    eprintln!("      linking {} numbers", plan.sessions);
    crowd::link(&world.network, &world.service, 0..plan.sessions).await?;

    let ledger = Arc::new(Ledger::default());
    let mut background = JoinSet::new();
    for contact in world.contacts().await? {
        background.spawn(ledger::write_all(
            contact,
            plan.sessions,
            Arc::clone(&ledger),
        ));
    }
    background.spawn(weather::break_lines(
        world.network.announced().service.clone(),
        plan.sessions,
    ));
    let (mut diary, mut weather) = (Diary::default(), Weather::of(&plan));
    weather.rage(&mut world, &ledger, &mut diary).await?;
    background.shutdown().await;

    eprintln!("      the sky clears");
    let outcome = report::settle(&world, &ledger, &plan).await?;
    report::keep(&plan, &weather, &diary, &outcome)?;
    outcome.verdict()
}
