//! The tenant that is measured.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use titan_e2e::receiver::{Behavior, HMAC_KEY, Receiver};
use titan_e2e::{Phone, Service, Tenant, linked_numbers, wait};

use super::operator::Operator;
use crate::clock::Clock;

/// The pause between two rounds.
const PAUSE: Duration = Duration::from_millis(100);

/// Rounds with one key, which keeps below its rate.
const ROUNDS_PER_KEY: usize = 50;

/// A message that is not delivered by then is not measured any more, but reported as a failure.
const TIMEOUT: Duration = Duration::from_secs(120);

/// Sorted.
#[derive(Default)]
pub(super) struct Times {
    reads: Vec<Duration>,
    writes: Vec<Duration>,
    codes: Vec<Duration>,
    deliveries: Vec<Duration>,
}

impl Times {
    pub(super) fn figures(&self) -> [(&'static str, &[Duration]); 4] {
        [
            ("read", &self.reads),
            ("write", &self.writes),
            ("code", &self.codes),
            ("delivery", &self.deliveries),
        ]
    }

    fn sorted(mut self) -> Self {
        for times in [
            &mut self.reads,
            &mut self.writes,
            &mut self.codes,
            &mut self.deliveries,
        ] {
            times.sort_unstable();
        }
        self
    }
}

pub(super) struct Neighbour<'a> {
    service: &'a Service,
    operator: &'a Operator,
    tenant: Tenant,
    contact: Phone,
    receiver: Receiver,
    /// Of all phases; names sessions.
    rounds: usize,
}

impl<'a> Neighbour<'a> {
    /// The default tenant, which has the first linked number.
    pub(super) async fn set_up(
        network: &Service,
        service: &'a Service,
        operator: &'a Operator,
    ) -> Result<Self> {
        let receiver = Receiver::start(Behavior::Accept).await?;
        let (tenant, contact) = (service.tenant(), network.bia());
        let events = ["message.received"];
        let webhook = json!({ "url": receiver.url, "hmacKey": HMAC_KEY, "events": events });
        let made = tenant.call(Method::POST, "/api/webhooks", webhook).await?;
        made.success().context("subscribing")?;
        Ok(Self {
            service,
            operator,
            tenant,
            contact,
            receiver,
            rounds: 0,
        })
    }

    /// At least `least` rounds, and then until `may_end`.
    pub(super) async fn rounds(
        &mut self,
        least: usize,
        may_end: impl AsyncFn() -> bool,
    ) -> Result<Times> {
        let mut times = Times::default();
        for round in 0.. {
            if round >= least && may_end().await {
                break;
            }
            if round % ROUNDS_PER_KEY == 0 {
                let key = self.operator.create_key("default").await?;
                self.tenant = self.service.caller(&key);
            }
            self.round(&mut times).await?;
            tokio::time::sleep(PAUSE).await;
        }
        Ok(times.sorted())
    }

    async fn round(&mut self, times: &mut Times) -> Result<()> {
        self.rounds += 1;
        let path = format!("/api/sessions/{}", linked_numbers::session_name(0));
        times
            .reads
            .push(self.call(Method::GET, &path, Value::Null).await?);
        let link = json!({ "sessionName": "for-links" });
        let write = self.call(Method::POST, "/api/widget/sessions", link);
        times.writes.push(write.await?);
        times.codes.push(self.first_code().await?);
        times.deliveries.push(self.delivery().await?);
        Ok(())
    }

    /// The time of a successful call.
    async fn call(&self, method: Method, path: &str, body: Value) -> Result<Duration> {
        let start = Instant::now();
        self.tenant.call(method, path, body).await?.success()?;
        Ok(start.elapsed())
    }

    async fn first_code(&self) -> Result<Duration> {
        let name = format!("code-{}", self.rounds);
        let start = Instant::now();
        self.tenant.start_session(&name).await?;
        let path = format!("/api/{name}/pair/qr");
        // The service itself waits for a code, which is null after five seconds.
        wait::within(TIMEOUT, "a first code", || async {
            let answer = self.tenant.call(Method::GET, &path, Value::Null).await?;
            Ok(answer.body["qr"].is_string().then_some(()))
        })
        .await?;
        let time = start.elapsed();
        let path = format!("/api/sessions/{name}");
        self.call(Method::DELETE, &path, Value::Null).await?;
        Ok(time)
    }

    async fn delivery(&self) -> Result<Duration> {
        let (clock, before) = (Clock::now()?, self.receiver.count());
        let to = linked_numbers::phone_number(0);
        let sent = self.contact.send("Are you there?", &to).await?;
        let delivered = wait::within(TIMEOUT, "a message to be delivered", || async {
            Ok(self.receiver.deliveries().split_off(before).pop())
        })
        .await?;
        let errors = self.receiver.errors();
        ensure!(errors.is_empty(), "{errors:?}");
        ensure!(delivered.body["payload"]["id"] == sent, "another message");
        clock.delay(&delivered)
    }
}
