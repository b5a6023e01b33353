//! Whether an endpoint that hangs makes another one's events late.
//!
//! Both ways take turns within one service, so that neither the machine's mood nor the growing database decides.
//! A delay begins at the event's own timestamp, which has whole milliseconds: each is up to one too long, the same
//! in both ways.

use std::collections::HashSet;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};
use reqwest::Method;
use serde_json::json;
use titan_e2e::receiver::{Delivery, Mood, Receiver};
use titan_e2e::{Phone, Service, Setup, Tenant, crowd, wait};
use tokio::time::MissedTickBehavior;

use super::{NUMBERS, subscribe};
use crate::percentile::{millis, percentile};
use crate::report::Report;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Alone,
    /// With an endpoint that hangs, for all the same events.
    Beside,
}

/// What drifts from first to last weighs on both alike.
const TURNS: [Way; 4] = [Way::Alone, Way::Beside, Way::Beside, Way::Alone];

const PACE: Duration = Duration::from_millis(50);
/// With the pace, longer than the service waits for an answer: a turn has time-outs and new attempts too.
const EVENTS: usize = 340;

const DAY: Duration = Duration::from_secs(24 * 3600);

pub(super) async fn measure(report: &mut Report) -> Result<()> {
    let mut bench = Bench::set_up().await?;
    let (mut alone, mut beside) = (Vec::new(), Vec::new());
    for way in TURNS {
        match way {
            Way::Alone => alone.extend(bench.turn().await?),
            Way::Beside => beside.extend(bench.turn_beside_one_that_hangs().await?),
        }
    }
    alone.sort_unstable();
    beside.sort_unstable();
    for (way, delays) in [("alone", &alone), ("beside one that hangs", &beside)] {
        for (rank, percent) in [("median", 50), ("p95", 95)] {
            let what = format!("event → fast endpoint {way}, {rank}");
            report.line(&what, &millis(percentile(delays, percent)), "");
        }
    }
    let median = |delays: &[Duration]| percentile(delays, 50).as_secs_f64();
    report.line(
        "beside one that hangs ÷ alone (medians)",
        &format!("{:.2}", median(&beside) / median(&alone)),
        "≤ 1.2",
    );
    Ok(())
}

struct Bench {
    contact: Phone,
    tenant: Tenant,
    fast: Receiver,
    /// They end with the bench.
    _service: Service,
    _network: Service,
}

impl Bench {
    async fn set_up() -> Result<Self> {
        let network = Service::start().await?;
        let service = Setup::default().against(&network).await?.start().await?;
        crowd::link(&network, &service, 0..NUMBERS).await?;
        let (tenant, fast) = (service.tenant(), Receiver::start(Mood::Well).await?);
        subscribe(&tenant, &fast).await?;
        let mut bench = Self {
            contact: network.bia(),
            tenant,
            fast,
            _service: service,
            _network: network,
        };
        // The first messages set up what later ones have: keys, connections, pages in memory.
        bench.write(5 * NUMBERS).await?;
        Ok(bench)
    }

    async fn turn_beside_one_that_hangs(&mut self) -> Result<Vec<Duration>> {
        let hanging = Receiver::start(Mood::Hanging).await?;
        let webhook = subscribe(&self.tenant, &hanging).await?;
        self.write(NUMBERS).await?;
        wait::until("the endpoint to hang", || async {
            Ok((hanging.count() > 0).then_some(()))
        })
        .await?;
        let delays = self.turn().await?;
        let off = json!({ "enabled": false });
        let answer = self.tenant.call(Method::PATCH, &webhook, off).await?;
        answer.success().context("disabling")?;
        // What hung is over with the endpoint, and this message is told after it.
        drop(hanging);
        self.write(NUMBERS).await?;
        Ok(delays)
    }

    async fn turn(&mut self) -> Result<Vec<Duration>> {
        let (clock, told) = (Clock::now()?, self.write(EVENTS).await?);
        told.iter().map(|one| clock.delay(one)).collect()
    }

    /// Writes messages at the pace; returns their deliveries when the fast endpoint has them all.
    async fn write(&mut self, count: usize) -> Result<Vec<Delivery>> {
        let mut ticks = tokio::time::interval(PACE);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (before, mut sent) = (self.fast.count(), HashSet::new());
        for index in 0..count {
            ticks.tick().await;
            let to = crowd::number(index % NUMBERS);
            sent.insert(self.contact.send("Are you there?", &to).await?);
        }
        let told = wait::until("the messages to be told", || async {
            if self.fast.count() < before + count {
                return Ok(None);
            }
            let mut told = self.fast.deliveries().split_off(before);
            told.retain(|one| is_of(one, &sent));
            Ok((told.len() >= count).then_some(told))
        })
        .await?;
        ensure!(told.len() == count, "something was told twice");
        ensure!(self.fast.faults().is_empty(), "{:?}", self.fast.faults());
        Ok(told)
    }
}

fn is_of(delivery: &Delivery, sent: &HashSet<String>) -> bool {
    let message = delivery.body["payload"]["id"].as_str();
    message.is_some_and(|id| sent.contains(id))
}

/// One moment on both clocks: arrivals are told by the one, events by the other.
struct Clock {
    instant: Instant,
    since_1970: Duration,
}

impl Clock {
    fn now() -> Result<Self> {
        Ok(Self {
            instant: Instant::now(),
            since_1970: SystemTime::now().duration_since(UNIX_EPOCH)?,
        })
    }

    /// From the event to its arrival. The date is left out, since no delay is as long as a day.
    fn delay(&self, delivery: &Delivery) -> Result<Duration> {
        let arrival = self.since_1970 + delivery.at.duration_since(self.instant);
        let event = delivery.body["timestamp"].as_str().and_then(time_of_day);
        let event = event.context("an event has a timestamp")?;
        let micros = (arrival + DAY - event).as_micros() % DAY.as_micros();
        Ok(Duration::from_micros(u64::try_from(micros)?))
    }
}

/// `2026-01-15T10:30:00.000Z` without its date.
fn time_of_day(timestamp: &str) -> Option<Duration> {
    let (_, time) = timestamp.strip_suffix('Z')?.split_once('T')?;
    let mut fields = time
        .split([':', '.'])
        .map(|field| field.parse::<u64>().ok());
    let mut next = || fields.next().flatten();
    let (hours, minutes, seconds, millis) = (next()?, next()?, next()?, next()?);
    let seconds = (hours * 60 + minutes) * 60 + seconds;
    Some(Duration::from_millis(seconds * 1000 + millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_has_a_time_of_day() {
        let time = time_of_day("2026-01-15T10:30:01.250Z").unwrap();
        assert_eq!(time.as_millis(), 37_801_250);
        for wrong in ["10:30", "2026-01-15T10:30:01Z", "2026-01-15Tno:30:01.250Z"] {
            assert_eq!(time_of_day(wrong), None, "{wrong}");
        }
    }
}
