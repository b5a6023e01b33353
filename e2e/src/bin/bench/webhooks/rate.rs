//! The rate at which a backlog is delivered, on each database.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use reqwest::Method;
use serde_json::json;
use titan_e2e::receiver::{Behavior, Receiver};
use titan_e2e::{Phone, Service, Setup, Tenant, linked_numbers, wait};
use tokio::task::JoinSet;

use super::{NUMBERS, subscribe};
use crate::database::Database;
use crate::report::Report;

/// To each number.
const MESSAGES: usize = 100;
/// Phones that send at the same time.
const CONTACTS: usize = 4;
const REPLAYS: usize = 3;
const TIMEOUT: Duration = Duration::from_secs(300);

pub(super) async fn measure(report: &mut Report) -> Result<()> {
    for database in [Database::sqlite(), Database::postgres()] {
        let per_second = per_second(database.setup()).await?;
        let what = format!("deliveries to a fast endpoint, {}", database.name);
        report.row(&what, &format!("{per_second:.0} per second"), "");
    }
    Ok(())
}

/// The median of several replays of the same backlog.
async fn per_second(setup: Setup) -> Result<f64> {
    let network = Service::start().await?;
    let service = setup.on_network_of(&network).await?.start().await?;
    linked_numbers::link(&network, &service, 0..NUMBERS).await?;
    create_backlog(&network, &service).await?;
    let (tenant, receiver) = (service.tenant(), Receiver::start(Behavior::Accept).await?);
    let webhook = subscribe(&tenant, &receiver).await?;
    let mut figures = Vec::with_capacity(REPLAYS);
    for _ in 0..REPLAYS {
        figures.push(replay(&tenant, &webhook, &receiver).await?);
    }
    ensure!(receiver.errors().is_empty(), "{:?}", receiver.errors());
    figures.sort_unstable_by(f64::total_cmp);
    Ok(figures[REPLAYS / 2])
}

/// Before the webhook exists; waits until every message is recorded.
async fn create_backlog(network: &Service, service: &Service) -> Result<()> {
    let mut contacts = JoinSet::new();
    for contact in 0..CONTACTS {
        let number = format!("+55219{:08}", 80_000_000 + contact);
        let phone = Phone::create(&network.startup().service_url, &number, "Contact").await?;
        contacts.spawn(async move {
            for message in (contact..NUMBERS * MESSAGES).step_by(CONTACTS) {
                let to = linked_numbers::phone_number(message % NUMBERS);
                phone.send("Are you there?", &to).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(contact) = contacts.join_next().await {
        contact??;
    }
    wait::within(TIMEOUT, "every message to be recorded", || async {
        let received = service.received_messages().await?.len();
        Ok((received >= NUMBERS * MESSAGES).then_some(()))
    })
    .await
}

async fn replay(tenant: &Tenant, webhook: &str, receiver: &Receiver) -> Result<f64> {
    let before = receiver.count();
    let path = format!("{webhook}/replay");
    let since = json!({ "since": "1970-01-01T00:00:00Z" });
    let answer = tenant.call(Method::POST, &path, since).await?.success()?;
    let count = answer["data"]["replayed"].as_u64();
    let count = usize::try_from(count.context("the answer has a count")?)?;
    ensure!(count >= NUMBERS * MESSAGES, "only {count} were replayed");
    wait::within(TIMEOUT, "the backlog to be delivered", || async {
        Ok((receiver.count() >= before + count).then_some(()))
    })
    .await?;
    let deliveries = receiver.deliveries().split_off(before);
    let ids: HashSet<&str> = deliveries.iter().map(|one| one.id.as_str()).collect();
    ensure!(
        ids.len() == deliveries.len(),
        "an event was delivered twice"
    );
    let (first, last) = (deliveries.first(), deliveries.last());
    let (first, last) = first.zip(last).context("there are deliveries")?;
    let time = last.at.duration_since(first.at);
    Ok((deliveries.len() - 1) as f64 / time.as_secs_f64())
}
