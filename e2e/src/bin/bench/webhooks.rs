//! The outbox as a tenant's backend sees it: the delay of an event, and the rate of a backlog.

mod delay;
mod rate;

use anyhow::{Context as _, Result};
use reqwest::Method;
use serde_json::json;
use titan_e2e::Tenant;
use titan_e2e::receiver::{HMAC_KEY, Receiver};

use crate::report::Report;

/// The conditions of these figures, for the document.
pub(crate) const CONDITIONS: &str = "Webhooks go to endpoints of the measuring program itself, over http, and report \
    messages to 20 linked numbers. The delay is from the event's own timestamp to its arrival, at 20 events a second, \
    over 680 events with the fast endpoint alone and 680 next to one that accepts every connection and never answers, \
    in turns (alone, next to it, next to it, alone) within one service. Deliveries per second are from the first \
    arrival to the last of a replay of 2000 messages, the median of three; each delivery is signed, checked, answered \
    with 200, and recorded before the next of its session; both databases flush each commit to the disk.";

/// Linked numbers whose messages are the events. More than are delivered to one endpoint at the same time.
const NUMBERS: usize = 20;

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    delay::measure(report).await?;
    rate::measure(report).await
}

/// Subscribes to every event from now on; returns the webhook's path in the API.
async fn subscribe(tenant: &Tenant, receiver: &Receiver) -> Result<String> {
    let webhook = json!({
        "url": receiver.url,
        "hmacKey": HMAC_KEY,
        // Enough attempts that an endpoint that does not answer is called as long as the measurement runs.
        "retries": {"attempts": 20, "delaySeconds": 1, "policy": "constant"},
    });
    let answer = tenant.call(Method::POST, "/api/webhooks", webhook).await?;
    let made = answer.success().context("subscribing")?;
    let id = made["data"]["id"].as_i64().context("a webhook has an id")?;
    Ok(format!("/api/webhooks/{id}"))
}
