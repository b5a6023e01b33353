//! No event is lost: the service is killed a hundred times at random moments during scan and delivery, while the
//! endpoint fails half of the time. In the end every event has arrived, with one id, in order per session, and every
//! message that was sent to a number is one of them, exactly once.
//!
//! The network runs in another process and is not killed. Each run links a number of its own, while the remaining
//! events of earlier runs are delivered.

mod messages;
mod signup;
mod unavailable;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use messages::SentMessages;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use reqwest::Method;
use serde_json::{Value, json};
use titan_e2e::events::Event;
use titan_e2e::phone::Scan;
use titan_e2e::receiver::{Behavior, Delivery, HMAC_KEY, Receiver};
use titan_e2e::{Phone, Service, Tenant, wait};

const RUNS: usize = 100;

/// Every fifth kill is right after the network has accepted a message, which the service has hardly seen.
const AFTER_A_MESSAGE: usize = 5;

/// From sending a message to its event takes about this long.
const MESSAGE: Duration = Duration::from_millis(60);

/// A journey from the start of a session to its first message takes about this long; the kill is within it.
const JOURNEY: Duration = Duration::from_millis(700);

/// Enough for the remaining events of a hundred runs, on a loaded machine.
const DELIVERY_LIMIT: Duration = Duration::from_secs(150);

#[tokio::test]
async fn no_event_is_lost_when_the_service_is_killed() -> Result<()> {
    let mut random = seeded_random();
    let begun = Instant::now();
    let network = Service::start().await?;
    let mut service = Service::on_network_of(&network).await?;
    let receiver = Receiver::start(Behavior::FailHalf).await?;
    subscribe(&service.tenant(), &receiver).await?;
    let mut messages = SentMessages::default();
    for run in 0..RUNS {
        let person = Person::of(run, &network).await?;
        let part = random.random();
        let finished = match run % AFTER_A_MESSAGE {
            0 => run_with_kill_after_a_message(&person, &mut service, part).await,
            _ => run_with_kill(&person, &mut service, part).await,
        };
        finished.with_context(|| format!("run {run}"))?;
        let recorded = messages.wait_recorded(&person, &service).await;
        recorded.with_context(|| format!("run {run}"))?;
        person.stop(&service).await?;
        if (run + 1) % 10 == 0 {
            println!("{} runs after {:.0?}", run + 1, begun.elapsed());
        }
    }
    let events = service.events().await?;
    wait_all_accepted(&events, &receiver).await?;
    print_counts(&events, &receiver);
    ensure!(receiver.errors().is_empty(), "{:?}", receiver.errors());
    check_delivered_are_recorded(&events, &receiver)?;
    check_order(&receiver)?;
    check_every_number_was_connected(&events)?;
    messages.check(&service, &receiver).await
}

fn seeded_random() -> StdRng {
    let seed = std::env::var("TITAN_SEED").ok();
    let seed = seed.and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(rand::random::<u64>);
    println!("seed {seed} (set TITAN_SEED to repeat its times)");
    StdRng::seed_from_u64(seed)
}

/// Kills the service after this part of the journey, starts it again and lets the person finish.
async fn run_with_kill(person: &Person, service: &mut Service, part: f64) -> Result<()> {
    let journey = tokio::spawn(person.clone().journey(service.tenant()));
    // Not waiting for a condition: this is the random moment of the kill.
    tokio::time::sleep(JOURNEY.mul_f64(part)).await;
    service.kill().await?;
    journey.abort();
    service.start_again().await?;
    person.finish(service).await
}

/// Kills the service right after the network has accepted a message for it.
async fn run_with_kill_after_a_message(
    person: &Person,
    service: &mut Service,
    part: f64,
) -> Result<()> {
    person.clone().journey(service.tenant()).await?;
    // Not waiting for a condition: this is the random moment of the kill.
    tokio::time::sleep(MESSAGE.mul_f64(part)).await;
    service.kill().await?;
    service.start_again().await?;
    person.finish(service).await
}

async fn wait_all_accepted(events: &[Event], receiver: &Receiver) -> Result<()> {
    wait::within(DELIVERY_LIMIT, "every event to arrive", || async {
        let accepted: BTreeSet<String> = accepted(receiver).map(|delivery| delivery.id).collect();
        let all = events.iter().all(|event| accepted.contains(&event.id));
        Ok(all.then_some(()))
    })
    .await
}

fn print_counts(events: &[Event], receiver: &Receiver) {
    let arrived = accepted(receiver).count();
    println!(
        "{RUNS} runs, {RUNS} kills, {} events, {} duplicates, {} deliveries rejected",
        events.len(),
        arrived - events.len(),
        receiver.deliveries().len() - arrived,
    );
}

fn accepted(receiver: &Receiver) -> impl Iterator<Item = Delivery> {
    receiver.deliveries().into_iter().filter(|one| one.accepted)
}

async fn subscribe(tenant: &Tenant, receiver: &Receiver) -> Result<()> {
    let webhook = json!({
        "url": receiver.url,
        "hmacKey": HMAC_KEY,
        "retries": {"attempts": 20, "delaySeconds": 1, "policy": "constant"},
    });
    let made = tenant.call(Method::POST, "/api/webhooks", webhook).await?;
    made.success().map(drop).context("subscribing")
}

/// Every delivery has the id, session and name of a recorded event.
fn check_delivered_are_recorded(events: &[Event], receiver: &Receiver) -> Result<()> {
    let recorded: BTreeSet<&Event> = events.iter().collect();
    for delivery in receiver.deliveries() {
        let event = Event {
            id: delivery.id,
            session: delivery.session,
            event: delivery.event,
        };
        ensure!(recorded.contains(&event), "never recorded: {event:?}");
    }
    Ok(())
}

/// When each event was accepted first, its session's earlier events had been accepted.
fn check_order(receiver: &Receiver) -> Result<()> {
    let mut latest: BTreeMap<String, String> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for delivery in accepted(receiver) {
        if !seen.insert(delivery.id.clone()) {
            continue;
        }
        let before = latest.insert(delivery.session.clone(), delivery.id.clone());
        if let Some(before) = before.filter(|before| *before > delivery.id) {
            bail!(
                "{} arrived after {before} in {}",
                delivery.id,
                delivery.session
            );
        }
    }
    Ok(())
}

fn check_every_number_was_connected(events: &[Event]) -> Result<()> {
    for run in 0..RUNS {
        let name = name(run);
        let is_recorded = events
            .iter()
            .any(|one| one.session == name && one.event == "session.connected");
        ensure!(is_recorded, "no session.connected of {name}");
    }
    Ok(())
}

fn name(run: usize) -> String {
    format!("run-{run:03}")
}

#[derive(Clone)]
struct Person {
    session: String,
    phone: Phone,
    /// Sends messages to the linked number.
    friend: Phone,
}

impl Person {
    async fn of(run: usize, network: &Service) -> Result<Self> {
        let number = format!("+55119{:08}", 71_000_000 + run);
        let phone = Phone::create(&network.startup().service_url, &number, "Caio").await?;
        Ok(Self {
            session: name(run),
            phone,
            friend: network.bia(),
        })
    }

    /// As far as it gets before the kill.
    async fn journey(self, tenant: Tenant) -> Result<()> {
        tenant.start_session(&self.session).await?;
        self.phone.scan(&tenant.qr(&self.session).await?).await?;
        tenant.wait_status(&self.session, "CONNECTED").await?;
        self.friend
            .send("Are you there?", &self.phone.number)
            .await?;
        Ok(())
    }

    /// Continues after the kill until the number is linked and another message is on its way.
    async fn finish(&self, service: &Service) -> Result<()> {
        let tenant = &service.tenant();
        wait::until("the number to be linked", || self.try_link(tenant)).await?;
        self.friend.send("And now?", &self.phone.number).await?;
        Ok(())
    }

    async fn stop(&self, service: &Service) -> Result<()> {
        let stop = format!("/api/sessions/{}/stop", self.session);
        let stopped = service
            .tenant()
            .call(Method::POST, &stop, json!({}))
            .await?;
        stopped.success().map(drop)
    }

    /// Does the next step towards a linked number; `Some` once it is.
    async fn try_link(&self, tenant: &Tenant) -> Result<Option<()>> {
        let path = format!("/api/sessions/{}", self.session);
        let found = tenant.call(Method::GET, &path, Value::Null).await?;
        if found.status == 404 {
            tenant.start_session(&self.session).await?;
            return Ok(None);
        }
        let session = found.success()?["data"].clone();
        match (session["status"].as_str(), session["statusReason"].as_str()) {
            (Some("CONNECTED"), _) => return Ok(Some(())),
            (Some("CONNECTING"), Some("SCAN_QR")) => self.scan(tenant).await?,
            (Some("DISCONNECTED"), _) => {
                let start = format!("{path}/start");
                let started = tenant.call(Method::POST, &start, json!({})).await?;
                started.success()?;
            }
            _ => {}
        }
        Ok(None)
    }

    /// The code may have expired, or the number may be linked already: then the next check decides.
    async fn scan(&self, tenant: &Tenant) -> Result<()> {
        let path = format!("/api/{}/pair/qr", self.session);
        let answer = tenant.call(Method::GET, &path, Value::Null).await?;
        let Some(qr) = answer.body["qr"].as_str() else {
            return Ok(());
        };
        match self.phone.try_scan(qr).await? {
            Scan::Linked | Scan::Rejected { .. } => Ok(()),
        }
    }
}
