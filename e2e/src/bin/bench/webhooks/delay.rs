//! Whether an endpoint that hangs delays the events of another one.
//!
//! Both cases take turns within one service, so that neither the machine's load nor the growing database favours one.
//! A delay begins at the event's timestamp in whole milliseconds, so each is up to one millisecond too long.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use reqwest::Method;
use serde_json::json;
use titan_e2e::receiver::{Behavior, Delivery, Receiver};
use titan_e2e::{Phone, Service, Tenant, linked_numbers, wait};
use tokio::time::MissedTickBehavior;

use super::{NUMBERS, subscribe};
use crate::clock::Clock;
use crate::percentile::{millis, percentile};
use crate::report::Report;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Alone,
    /// Another endpoint hangs on the same events.
    WithHanging,
}

/// In an order in which a drift affects both cases equally.
const TURNS: [Case; 4] = [
    Case::Alone,
    Case::WithHanging,
    Case::WithHanging,
    Case::Alone,
];

const INTERVAL: Duration = Duration::from_millis(50);
/// At this interval, longer than the service waits for an answer: a turn includes time-outs and new attempts.
const EVENTS: usize = 340;

pub(super) async fn measure(report: &mut Report) -> Result<()> {
    let mut bench = Bench::set_up().await?;
    let (mut alone, mut with_hanging) = (Vec::new(), Vec::new());
    for case in TURNS {
        match case {
            Case::Alone => alone.extend(bench.turn().await?),
            Case::WithHanging => with_hanging.extend(bench.turn_with_hanging_endpoint().await?),
        }
    }
    alone.sort_unstable();
    with_hanging.sort_unstable();
    for (case, delays) in [("alone", &alone), ("next to one that hangs", &with_hanging)] {
        for (rank, percent) in [("median", 50), ("p95", 95)] {
            let what = format!("event → fast endpoint {case}, {rank}");
            report.row(&what, &millis(percentile(delays, percent)), "");
        }
    }
    let median = |delays: &[Duration]| percentile(delays, 50).as_secs_f64();
    report.row(
        "next to one that hangs ÷ alone (medians)",
        &format!("{:.2}", median(&with_hanging) / median(&alone)),
        "≤ 1.2",
    );
    Ok(())
}

struct Bench {
    contact: Phone,
    tenant: Tenant,
    fast: Receiver,
    /// They end with this value.
    _service: Service,
    _network: Service,
}

impl Bench {
    async fn set_up() -> Result<Self> {
        let network = Service::start().await?;
        let service = Service::on_network_of(&network).await?;
        linked_numbers::link(&network, &service, 0..NUMBERS).await?;
        let (tenant, fast) = (service.tenant(), Receiver::start(Behavior::Accept).await?);
        subscribe(&tenant, &fast).await?;
        let mut bench = Self {
            contact: network.bia(),
            tenant,
            fast,
            _service: service,
            _network: network,
        };
        // The first messages set up keys, connections and pages in memory.
        bench.send(5 * NUMBERS).await?;
        Ok(bench)
    }

    async fn turn_with_hanging_endpoint(&mut self) -> Result<Vec<Duration>> {
        let hanging = Receiver::start(Behavior::Hang).await?;
        let webhook = subscribe(&self.tenant, &hanging).await?;
        self.send(NUMBERS).await?;
        wait::until("the endpoint to hang", || async {
            Ok((hanging.count() > 0).then_some(()))
        })
        .await?;
        let delays = self.turn().await?;
        let off = json!({ "enabled": false });
        let answer = self.tenant.call(Method::PATCH, &webhook, off).await?;
        answer.success().context("disabling")?;
        // The open attempts end with the endpoint, and these messages are delivered after them.
        drop(hanging);
        self.send(NUMBERS).await?;
        Ok(delays)
    }

    async fn turn(&mut self) -> Result<Vec<Duration>> {
        let (clock, deliveries) = (Clock::now()?, self.send(EVENTS).await?);
        deliveries.iter().map(|one| clock.delay(one)).collect()
    }

    /// Sends messages at the interval; returns their deliveries when the fast endpoint has them all.
    async fn send(&mut self, count: usize) -> Result<Vec<Delivery>> {
        let mut ticks = tokio::time::interval(INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (before, mut sent) = (self.fast.count(), HashSet::new());
        for index in 0..count {
            ticks.tick().await;
            let to = linked_numbers::phone_number(index % NUMBERS);
            sent.insert(self.contact.send("Are you there?", &to).await?);
        }
        let delivered = wait::until("the messages to be delivered", || async {
            if self.fast.count() < before + count {
                return Ok(None);
            }
            let mut delivered = self.fast.deliveries().split_off(before);
            delivered.retain(|one| is_of(one, &sent));
            Ok((delivered.len() >= count).then_some(delivered))
        })
        .await?;
        ensure!(delivered.len() == count, "a message was delivered twice");
        ensure!(self.fast.errors().is_empty(), "{:?}", self.fast.errors());
        Ok(delivered)
    }
}

fn is_of(delivery: &Delivery, sent: &HashSet<String>) -> bool {
    let message = delivery.body["payload"]["id"].as_str();
    message.is_some_and(|id| sent.contains(id))
}
