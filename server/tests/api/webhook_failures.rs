//! Deliveries survive failures of the endpoint and of the process, and failures are reported.

mod crashes;
mod disabling;
mod retries;

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::session::Status;
use titan_connect::webhooks::maintenance;

use crate::support::outbox::{all_delivered, happen, log_until, quiet_session, webhook};
use crate::support::{Receiver, Reply, Tenant, TestService};

const DAY: Duration = Duration::from_hours(24);

/// Waits until the delivery at this position in the log of webhook 1 has this number of attempts.
async fn attempted(tenant: &Tenant, delivery: usize, attempts: usize) -> Vec<Value> {
    log_until(tenant, 1, |log| {
        log[delivery]["attempts"].as_array().unwrap().len() == attempts
    })
    .await
}

#[tokio::test]
async fn a_hanging_endpoint_does_not_delay_others() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let (mut slow, mut fast) = (Receiver::start().await, Receiver::start().await);
    webhook(&tenant, &slow, json!({})).await;
    webhook(&tenant, &fast, json!({})).await;
    slow.hold().await;
    let mut expected = Vec::new();
    for name in 0..12 {
        let session = quiet_session(&service, &format!("s{name}")).await;
        expected.push(happen(&service, &session, name).await);
    }
    let mut seen = Vec::new();
    for _ in &expected {
        seen.push(fast.next().await.id());
    }
    seen.sort();
    assert_eq!(seen, expected);
    let mut held = 0;
    while held < 8 {
        slow.next().await;
        held += 1;
    }
    slow.is_empty();
    slow.let_go();
    for _ in held..12 {
        slow.next().await;
    }
    log_until(&tenant, 1, all_delivered).await;
}

#[tokio::test]
async fn a_stalled_webhook_is_reported_once() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    let (mut receiver, mut other) = (Receiver::start().await, Receiver::start().await);
    webhook(&tenant, &receiver, json!({"events": ["message.received"]})).await;
    webhook(&tenant, &other, json!({"events": ["webhook.stalled"]})).await;
    let session = service.settled("support", Status::Connected).await;
    receiver.reply([Reply::of(500)]);
    let id = happen(&service, &session, 1).await;
    receiver.next().await;
    attempted(&tenant, 0, 1).await;
    maintenance::run_once(&service.app.webhooks).await.unwrap();
    service.counts("titan_webhooks_stalled_total 0");
    service.clock.advance(Duration::from_secs(16 * 60));
    maintenance::run_once(&service.app.webhooks).await.unwrap();
    maintenance::run_once(&service.app.webhooks).await.unwrap();
    let event = other.next().await;
    assert_eq!(event.is("webhook.stalled")["webhookId"], 1);
    assert_eq!(event.json()["session"], "support");
    assert_eq!(receiver.next().await.id(), id);
    log_until(&tenant, 1, all_delivered).await;
    log_until(&tenant, 2, all_delivered).await;
    service.counts("titan_webhooks_stalled_total 1");
}
