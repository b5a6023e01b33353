//! Many linked numbers during minutes of faults: connections that break, a service that is killed, a network that
//! restarts, with messages all the time. At the end every session must be CONNECTED and no message missing.
//!
//! Run by `cargo xtask soak [--sessions N] [--minutes M]` against the binary in `TITAN_BIN`; the figures go to
//! `docs/SOAK.md`. With `--growth` first, it is another run, [`growth`]. The network runs in another process, so that it can be killed separately and its memory is not
//! counted as the service's.

mod document;
mod environment;
mod faults;
mod growth;
mod log;
mod options;
mod report;
mod sent_messages;

use std::sync::Arc;

use anyhow::Result;
use titan_e2e::linked_numbers;
use tokio::task::JoinSet;

use crate::environment::Environment;
use crate::faults::FaultSchedule;
use crate::log::Log;
use crate::options::Options;
use crate::sent_messages::SentMessages;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.next_if(|first| first == "--growth").is_some() {
        return growth::run(arguments).await;
    }
    let options = Options::read(arguments)?;
    let mut environment = Environment::start().await?;
    eprintln!("      linking {} numbers", options.sessions);
    linked_numbers::link(
        &environment.network,
        &environment.service,
        0..options.sessions,
    )
    .await?;

    let sent_messages = Arc::new(SentMessages::default());
    let mut background = start_background(&environment, &options, &sent_messages).await?;
    let (mut log, mut schedule) = (Log::default(), FaultSchedule::of(&options));
    schedule
        .run(&mut environment, &sent_messages, &mut log)
        .await?;
    background.shutdown().await;

    eprintln!("      no more faults");
    let outcome = report::wait_until_recovered(&environment, &sent_messages, &options).await?;
    report::write(&options, &schedule, &log, &outcome)?;
    outcome.check()
}

/// Sends messages and breaks connections until the tasks are aborted.
async fn start_background(
    environment: &Environment,
    options: &Options,
    sent: &Arc<SentMessages>,
) -> Result<JoinSet<()>> {
    let mut background = JoinSet::new();
    for contact in environment.contacts().await? {
        let sent = Arc::clone(sent);
        background.spawn(sent_messages::send_messages(
            contact,
            options.sessions,
            sent,
        ));
    }
    let network = environment.network.startup().service_url.clone();
    background.spawn(faults::break_connections(network, options.sessions));
    Ok(background)
}
