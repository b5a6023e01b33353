//! What a tenant's backend notices of the outbox: how late an event comes, and how fast a backlog does.

mod delay;
mod rate;

use anyhow::{Context as _, Result};
use reqwest::Method;
use serde_json::json;
use titan_e2e::Tenant;
use titan_e2e::receiver::{HMAC_KEY, Receiver};

use crate::report::Report;

/// What the document says of the figures below.
pub(crate) const CONDITIONS: &str = "Webhooks go to endpoints of the measuring program itself, over http, and report \
    messages to 20 linked numbers. The delay is from the event's own timestamp to its arrival, at 20 events a second, \
    over 680 events with the fast endpoint alone and 680 beside one that takes every connection and never answers, in \
    turns (alone, beside, beside, alone) within one service. Deliveries per second are from the first arrival to the \
    last of a replay of 2000 messages, the median of three; each delivery is signed, checked, answered with 200, and \
    put on record before the next of its session; both databases flush each commit to the disk.";

/// Linked numbers whose messages are the events. More than are delivered to one endpoint at once.
const NUMBERS: usize = 20;

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    delay::measure(report).await?;
    rate::measure(report).await
}

/// Every event from now on; returns the webhook's path in the API.
async fn subscribe(tenant: &Tenant, receiver: &Receiver) -> Result<String> {
    let webhook = json!({
        "url": receiver.url,
        "hmacKey": HMAC_KEY,
        // An endpoint that does not answer is called again and again, for as long as it is measured.
        "retries": {"attempts": 20, "delaySeconds": 1, "policy": "constant"},
    });
    let answer = tenant.call(Method::POST, "/api/webhooks", webhook).await?;
    let made = answer.success().context("subscribing")?;
    let id = made["data"]["id"].as_i64().context("a webhook has an id")?;
    Ok(format!("/api/webhooks/{id}"))
}
