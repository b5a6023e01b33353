//! A message that reaches linked devices without its content comes through exactly once, at whatever moment the service
//! is killed: before it has acknowledged the message, before its phone has sent the content, or before it has kept it.

use std::time::Duration;

use anyhow::{Result, ensure};
use rand::RngExt as _;
use titan_e2e::{Service, wait};

use super::seeded_random;

const RUNS: usize = 20;

/// From sending a message to its event takes about this long; the kill is within it.
const MESSAGE: Duration = Duration::from_millis(250);

#[tokio::test]
async fn a_message_that_only_the_phone_has_survives_every_kill() -> Result<()> {
    let mut random = seeded_random();
    let network = Service::start().await?;
    let mut service = Service::on_network_of(&network).await?;
    let (ana, bia) = (network.ana(), network.bia());
    let tenant = service.tenant();
    tenant.start_session("support").await?;
    ana.scan(&tenant.qr("support").await?).await?;
    tenant.wait_status("support", "CONNECTED").await?;
    for run in 0..RUNS {
        let (bia, number) = (bia.clone(), ana.number.clone());
        let text = format!("I saw your advert {run}");
        let sending = tokio::spawn(async move { bia.send_unavailable(&text, &number).await });
        // Not waiting for a condition: this is the random moment of the kill.
        tokio::time::sleep(MESSAGE.mul_f64(random.random())).await;
        service.kill().await?;
        sending.await??;
        service.start_again().await?;
        received(&service, run + 1).await?;
    }
    // Copies that come a second time have come before this message.
    bia.send("Are you there?", &ana.number).await?;
    let count = received(&service, RUNS + 1).await?;
    ensure!(count == RUNS + 1, "{count} messages of {}", RUNS + 1);
    Ok(())
}

/// Waits until so many messages are recorded, and returns how many are.
async fn received(service: &Service, at_least: usize) -> Result<usize> {
    wait::until("the message to be recorded", || async {
        let events = service.events().await?;
        let messages = events.iter().filter(|one| one.event == "message.received");
        let count = messages.count();
        Ok((count >= at_least).then_some(count))
    })
    .await
}
