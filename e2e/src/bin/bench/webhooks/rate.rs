//! How fast a backlog leaves the outbox, on either database.

#[path = "../../../../../server/tests/store/postgres.rs"]
mod postgres;

use std::collections::HashSet;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use reqwest::Method;
use serde_json::json;
use titan_e2e::receiver::{Mood, Receiver};
use titan_e2e::{Phone, Service, Setup, Tenant, crowd, wait};
use tokio::task::JoinSet;

use super::{NUMBERS, subscribe};
use crate::report::Report;
use postgres::Cluster;

/// To each number.
const MESSAGES: usize = 100;
/// Phones that write at the same time.
const CONTACTS: usize = 4;
const REPLAYS: usize = 3;
/// More than this is not delivering.
const PATIENCE: Duration = Duration::from_secs(300);

pub(super) async fn measure(report: &mut Report) -> Result<()> {
    let sqlite = per_second(Setup::default()).await?;
    told(report, "SQLite", sqlite);
    let cluster = Cluster::start();
    flush_commits(&cluster);
    let setup = Setup::default().variable("DATABASE_URL", &cluster.url());
    told(report, "Postgres", per_second(setup).await?);
    Ok(())
}

fn told(report: &mut Report, database: &str, per_second: f64) {
    let what = format!("deliveries to a fast endpoint, {database}");
    report.line(&what, &format!("{per_second:.0} per second"), "");
}

/// Tests have a cluster that does not, and is faster than one in life.
fn flush_commits(cluster: &Cluster) {
    let folder = cluster.socket();
    let (data, log) = (format!("{folder}/data"), format!("{folder}/data/log"));
    let options = format!("-c listen_addresses= -c unix_socket_directories={folder} -c fsync=on");
    let arguments = ["restart", "-w", "-D", &data, "-o", &options, "-l", &log];
    cluster.run("pg_ctl", &arguments);
}

/// The median over some replays of the same backlog.
async fn per_second(setup: Setup) -> Result<f64> {
    let network = Service::start().await?;
    let service = setup.against(&network).await?.start().await?;
    crowd::link(&network, &service, 0..NUMBERS).await?;
    write_backlog(&network, &service).await?;
    let (tenant, receiver) = (service.tenant(), Receiver::start(Mood::Well).await?);
    let webhook = subscribe(&tenant, &receiver).await?;
    let mut figures = Vec::with_capacity(REPLAYS);
    for _ in 0..REPLAYS {
        figures.push(replay(&tenant, &webhook, &receiver).await?);
    }
    ensure!(receiver.faults().is_empty(), "{:?}", receiver.faults());
    figures.sort_unstable_by(f64::total_cmp);
    Ok(figures[REPLAYS / 2])
}

/// While nobody is told of it, and until all of it is on record.
async fn write_backlog(network: &Service, service: &Service) -> Result<()> {
    let mut contacts = JoinSet::new();
    for contact in 0..CONTACTS {
        let number = format!("+55219{:08}", 80_000_000 + contact);
        let phone = Phone::create(&network.announced().service, &number, "Contact").await?;
        contacts.spawn(async move {
            for message in (contact..NUMBERS * MESSAGES).step_by(CONTACTS) {
                let to = crowd::number(message % NUMBERS);
                phone.send("Are you there?", &to).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(contact) = contacts.join_next().await {
        contact??;
    }
    wait::within(PATIENCE, "every message to be on record", || async {
        let received = service.received().await?.len();
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
    let count = usize::try_from(count.context("it says how many wait")?)?;
    ensure!(count >= NUMBERS * MESSAGES, "only {count} were replayed");
    wait::within(PATIENCE, "the backlog to be delivered", || async {
        Ok((receiver.count() >= before + count).then_some(()))
    })
    .await?;
    let came = receiver.deliveries().split_off(before);
    let ids: HashSet<&str> = came.iter().map(|one| one.id.as_str()).collect();
    ensure!(ids.len() == came.len(), "something was delivered twice");
    let (first, last) = (came.first(), came.last());
    let (first, last) = first.zip(last).context("something came")?;
    let time = last.at.duration_since(first.at);
    Ok((came.len() - 1) as f64 / time.as_secs_f64())
}
