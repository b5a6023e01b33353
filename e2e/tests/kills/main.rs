//! No event is ever lost: the service is killed a hundred times at random moments, of the scan and of delivery,
//! while the endpoint fails half the time. In the end every event has arrived, with one id, in order per session.
//!
//! The network stands in another process and lives on. Each run links a number of its own; what earlier runs left
//! to deliver is under way at the same time.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use reqwest::Method;
use serde_json::{Value, json};
use titan_e2e::events::Told;
use titan_e2e::phone::Scan;
use titan_e2e::receiver::{Delivery, HMAC_KEY, Mood, Receiver};
use titan_e2e::{Phone, Service, Setup, Tenant, wait};

const RUNS: usize = 100;

/// A journey from the start of a session to its first message takes about this long; the kill falls into it.
const JOURNEY: Duration = Duration::from_millis(700);

/// Enough for what a hundred runs left behind, on a busy machine.
const TO_DELIVER_ALL: Duration = Duration::from_secs(150);

#[tokio::test]
async fn no_event_is_lost_however_often_the_service_is_killed() -> Result<()> {
    let seed = std::env::var("TITAN_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(rand::random::<u64>);
    println!("seed {seed} (set TITAN_SEED to repeat its moments)");
    let mut chance = StdRng::seed_from_u64(seed);

    let begun = Instant::now();
    let network = Service::start().await?;
    let mut service = Setup::default().against(&network).await?.start().await?;
    let receiver = Receiver::start(Mood::Moody).await?;
    subscribe(&service.tenant(), &receiver).await?;
    for run in 0..RUNS {
        let person = Person::of(run, &network).await?;
        let journey = tokio::spawn(person.clone().journey(service.tenant()));
        // Not waiting for anything: this is the moment at which the power fails.
        tokio::time::sleep(JOURNEY.mul_f64(chance.random())).await;
        service.kill9().await?;
        journey.abort();
        service.resume().await?;
        person
            .finish(&service)
            .await
            .with_context(|| format!("run {run}"))?;
        if (run + 1) % 10 == 0 {
            println!("{} runs after {:.0?}", run + 1, begun.elapsed());
        }
    }

    let told = service.events().await?;
    wait::within(TO_DELIVER_ALL, "every event to arrive", || async {
        let taken: BTreeSet<String> = taken(&receiver).map(|delivery| delivery.id).collect();
        Ok(told
            .iter()
            .all(|event| taken.contains(&event.id))
            .then_some(()))
    })
    .await?;
    let came = taken(&receiver).count();
    println!(
        "{RUNS} runs, {RUNS} kills, {} events, {} duplicates, {} deliveries refused",
        told.len(),
        came - told.len(),
        receiver.deliveries().len() - came,
    );
    ensure!(receiver.faults().is_empty(), "{:?}", receiver.faults());
    nothing_was_made_up(&told, &receiver)?;
    came_in_order(&receiver)?;
    every_number_was_announced(&told)
}

fn taken(receiver: &Receiver) -> impl Iterator<Item = Delivery> {
    receiver.deliveries().into_iter().filter(|one| one.taken)
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

/// What is delivered is what was told, to the letter of its id, session and name.
fn nothing_was_made_up(told: &[Told], receiver: &Receiver) -> Result<()> {
    let known: BTreeSet<&Told> = told.iter().collect();
    for delivery in receiver.deliveries() {
        let as_told = Told {
            id: delivery.id,
            session: delivery.session,
            event: delivery.event,
        };
        ensure!(known.contains(&as_told), "never told: {as_told:?}");
    }
    Ok(())
}

/// The first time each event was taken, its session's earlier ones had been taken before.
fn came_in_order(receiver: &Receiver) -> Result<()> {
    let mut latest: BTreeMap<String, String> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for delivery in taken(receiver) {
        if !seen.insert(delivery.id.clone()) {
            continue;
        }
        let before = latest.insert(delivery.session.clone(), delivery.id.clone());
        if let Some(before) = before.filter(|before| *before > delivery.id) {
            bail!(
                "{} came after {before} in {}",
                delivery.id,
                delivery.session
            );
        }
    }
    Ok(())
}

fn every_number_was_announced(told: &[Told]) -> Result<()> {
    for run in 0..RUNS {
        let name = name(run);
        for event in ["session.connected", "message.received"] {
            let was_told = told
                .iter()
                .any(|one| one.session == name && one.event == event);
            ensure!(was_told, "no {event} of {name}");
        }
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
    /// Writes to them once they are linked.
    friend: Phone,
}

impl Person {
    async fn of(run: usize, network: &Service) -> Result<Self> {
        let number = format!("+55119{:08}", 71_000_000 + run);
        let phone = Phone::create(&network.announced().service, &number, "Caio").await?;
        Ok(Self {
            session: name(run),
            phone,
            friend: network.bia(),
        })
    }

    /// As far as it gets before the power fails.
    async fn journey(self, tenant: Tenant) -> Result<()> {
        tenant.start_session(&self.session).await?;
        self.phone.scan(&tenant.qr(&self.session).await?).await?;
        tenant.wait_status(&self.session, "CONNECTED").await?;
        self.friend
            .send("Are you there?", &self.phone.number)
            .await?;
        Ok(())
    }

    /// From wherever the kill left it: linked, with one message received, and stopped.
    async fn finish(&self, service: &Service) -> Result<()> {
        let tenant = &service.tenant();
        let path = format!("/api/sessions/{}", self.session);
        wait::until("the number to be linked", || async {
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
                    tenant
                        .call(Method::POST, &format!("{path}/start"), json!({}))
                        .await?
                        .success()?;
                }
                _ => {}
            }
            Ok(None)
        })
        .await?;
        self.friend.send("And now?", &self.phone.number).await?;
        wait::until("the message to be told", || async {
            let told = service.events().await?;
            let is_it = |one: &Told| one.session == self.session && one.event == "message.received";
            Ok(told.iter().any(is_it).then_some(()))
        })
        .await?;
        let stop = format!("{path}/stop");
        let stopped = tenant.call(Method::POST, &stop, json!({})).await?;
        stopped.success().map(drop)
    }

    /// The code may be the one of a moment ago, or the number linked already: then the next look decides.
    async fn scan(&self, tenant: &Tenant) -> Result<()> {
        let path = format!("/api/{}/pair/qr", self.session);
        let answer = tenant.call(Method::GET, &path, Value::Null).await?;
        let Some(qr) = answer.body["qr"].as_str() else {
            return Ok(());
        };
        match self.phone.try_scan(qr).await? {
            Scan::Linked | Scan::Refused { .. } => Ok(()),
        }
    }
}
