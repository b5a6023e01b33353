//! Webhooks that are disabled because of failures.

use std::time::Duration;

use serde_json::json;

use super::{DAY, attempted};
use crate::support::outbox::{all_delivered, happen, log_until, quiet_session, webhook};
use crate::support::{Receiver, Reply, TestService, on_both_databases};

#[tokio::test]
async fn a_410_disables_the_webhook_and_notifies_the_others() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let (mut receiver, mut other) = (Receiver::start().await, Receiver::start().await);
    let session = quiet_session(&service, "support").await;
    webhook(&tenant, &receiver, json!({"label": "CRM"})).await;
    webhook(&tenant, &other, json!({"events": ["webhook.disabled"]})).await;
    receiver.reply([Reply::of(410)]);
    let id = happen(&service, &session, 1).await;
    assert_eq!(receiver.next().await.id(), id);
    let event = other.next().await.is("webhook.disabled");
    assert_eq!(
        (
            &event["webhookId"],
            &event["reason"],
            &event["label"],
            &event["host"]
        ),
        (
            &json!(1),
            &json!("gone"),
            &json!("CRM"),
            &json!("127.0.0.1")
        )
    );
    let shown = tenant.get("/api/webhooks/1").await.data(200);
    assert_eq!(
        (&shown["enabled"], &shown["disabledReason"]),
        (&json!(false), &json!("gone"))
    );
    happen(&service, &session, 2).await;
    service.advance(DAY);
    log_until(&tenant, 2, all_delivered).await;
    receiver.is_empty();
    // After it is enabled again, it receives the pending event.
    tenant
        .patch("/api/webhooks/1", json!({"enabled": true}))
        .await
        .data(200);
    assert_eq!(receiver.next().await.id(), id);
    log_until(&tenant, 1, all_delivered).await;
}

on_both_databases!(a_410_of_an_old_address_does_not_disable_the_new_one);

async fn a_410_of_an_old_address_does_not_disable_the_new_one(service: TestService) {
    let tenant = service.tenant();
    let (mut old, mut new) = (Receiver::start().await, Receiver::start().await);
    let session = quiet_session(&service, "support").await;
    webhook(&tenant, &old, json!({})).await;
    old.reply([Reply::of(410)]);
    old.hold().await;
    let id = happen(&service, &session, 1).await;
    assert_eq!(old.next().await.id(), id);
    // The request is running when the webhook's URL changes.
    tenant
        .patch("/api/webhooks/1", json!({"url": new.url}))
        .await
        .data(200);
    old.let_go();
    attempted(&tenant, 0, 1).await;
    service.advance(DAY);
    assert_eq!(new.next().await.id(), id);
    let shown = tenant.get("/api/webhooks/1").await.data(200);
    assert_eq!(
        (&shown["enabled"], &shown["disabledReason"]),
        (&json!(true), &json!(null))
    );
}

#[tokio::test]
async fn a_webhook_is_disabled_after_five_days_of_failures() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let (mut receiver, mut other) = (Receiver::start().await, Receiver::start().await);
    let session = quiet_session(&service, "support").await;
    let retries =
        json!({"retries": {"attempts": 20, "delaySeconds": 36_000, "policy": "constant"}});
    webhook(&tenant, &receiver, retries).await;
    webhook(&tenant, &other, json!({"events": ["webhook.disabled"]})).await;
    receiver.reply(vec![Reply::of(500); 20]);
    happen(&service, &session, 1).await;
    let mut attempts = 0;
    loop {
        receiver.next().await;
        attempts += 1;
        let made = attempted(&tenant, 0, attempts).await;
        let shown = tenant.get("/api/webhooks/1").await.data(200);
        assert!(shown["failingSince"].is_string(), "{made:?}");
        if attempts >= 11 {
            break;
        }
        assert_eq!(shown["enabled"], true, "after {attempts} attempts");
        service.advance(Duration::from_secs(43_201));
    }
    assert_eq!(
        other.next().await.is("webhook.disabled")["reason"],
        "failing"
    );
    let shown = tenant.get("/api/webhooks/1").await.data(200);
    assert_eq!(
        (&shown["enabled"], &shown["disabledReason"]),
        (&json!(false), &json!("failing"))
    );
    service.counts("titan_webhooks_disabled_total 1");
}
