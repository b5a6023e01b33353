//! The API that manages webhooks.

mod invalid_requests;

use serde_json::{Value, json};

use crate::support::{Receiver, Reply, Tenant, TestService};

#[tokio::test]
async fn a_webhook_can_be_created_changed_and_deleted() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    service.names.resolve("hooks.example.com", &[&["8.8.8.8"]]);
    let made = tenant
        .post(
            "/api/webhooks",
            json!({"url": "https://hooks.example.com/in?a=1"}),
        )
        .await
        .data(201);
    let key = made["hmacKey"].as_str().unwrap();
    assert!(key.starts_with("whsec_"), "{made}");
    let mut shown = made.clone();
    shown.as_object_mut().unwrap().remove("hmacKey");
    assert_eq!(
        shown,
        json!({
            "id": 1, "url": "https://hooks.example.com/in?a=1", "events": [], "session": null, "label": null,
            "headers": [], "retries": null, "enabled": true, "disabledReason": null, "failingSince": null,
            "createdAt": "2026-11-18T11:06:40.000Z",
        })
    );
    assert_eq!(tenant.get("/api/webhooks/1").await.data(200), shown);
    assert_eq!(tenant.get("/api/webhooks").await.data(200), json!([shown]));

    let change = json!({
        "events": ["session.connected", "message.received"], "session": "support", "label": "CRM",
        "headers": [{"name": "Authorization", "value": "Bearer x"}],
        "retries": {"attempts": 3, "delaySeconds": 5, "policy": "exponential"}, "enabled": false,
    });
    let changed = tenant
        .patch("/api/webhooks/1", change.clone())
        .await
        .data(200);
    assert_eq!(
        changed["events"],
        json!(["message.received", "session.connected"])
    );
    for field in ["session", "label", "headers", "retries", "enabled"] {
        assert_eq!(changed[field], change[field], "{field}");
    }
    assert_eq!(changed["disabledReason"], "requested");
    let cleared = json!({"session": null, "label": null, "retries": null, "events": ["*"], "enabled": true, "headers": []});
    assert_eq!(
        tenant.patch("/api/webhooks/1", cleared).await.data(200),
        shown
    );
    assert_eq!(
        tenant.patch("/api/webhooks/1", json!({})).await.data(200),
        shown
    );

    let gone = tenant.delete("/api/webhooks/1").await.data(200);
    assert_eq!(gone, json!({"id": 1, "deleted": true}));
    tenant
        .get("/api/webhooks/1")
        .await
        .refused(404, "webhook_not_found");
}

#[tokio::test]
async fn webhooks_need_their_scope_and_tenant() {
    let service = TestService::start().await;
    service.names.resolve("hooks.example.com", &[&["8.8.8.8"]]);
    let body = json!({"url": "https://hooks.example.com/"});
    let other_scopes = service.tenant_with(&["sessions:manage", "sessions:read", "messages:write"]);
    other_scopes
        .post("/api/webhooks", body.clone())
        .await
        .refused(403, "insufficient_scope");
    let manager = service.tenant_with(&["webhooks:manage"]);
    manager.post("/api/webhooks", body).await.data(201);
    let theirs = service.other_tenant().await;
    assert_eq!(theirs.get("/api/webhooks").await.data(200), json!([]));
    for path in [
        "/api/webhooks/1",
        "/api/webhooks/1/deliveries",
        "/api/webhooks/x",
    ] {
        theirs.get(path).await.refused(404, "webhook_not_found");
    }
    theirs
        .delete("/api/webhooks/1")
        .await
        .refused(404, "webhook_not_found");
    for path in [
        "/api/webhooks/1/test",
        "/api/webhooks/1/deliveries/whd_x_1/replay",
    ] {
        theirs
            .post(path, json!({}))
            .await
            .refused(404, "webhook_not_found");
    }
}

#[tokio::test]
async fn a_test_delivery_returns_its_result() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let mut receiver = Receiver::start().await;
    let body = json!({"url": receiver.url, "events": ["session.qr"], "enabled": null});
    tenant
        .post("/api/webhooks", body)
        .await
        .refused(400, "invalid_json");
    create_disabled_webhook(&tenant, &receiver).await;
    receiver.reply([Reply {
        body: "no such route for +5511999990001".into(),
        ..Reply::of(404)
    }]);
    let failed = tenant
        .post("/api/webhooks/1/test", json!({}))
        .await
        .data(200);
    let delivery = receiver.next().await;
    let payload = delivery.is("webhook.test");
    assert_eq!(
        (&payload["webhookId"], &delivery.json()["session"]),
        (&json!(1), &Value::Null)
    );
    let attempt = &failed["attempts"][0];
    assert_eq!(
        (
            &failed["state"],
            &attempt["status"],
            &attempt["failure"],
            &attempt["answer"]
        ),
        (
            &json!("failed"),
            &json!(404),
            &json!("status"),
            &json!("no such route for …")
        )
    );
    let good = tenant
        .post("/api/webhooks/1/test", json!({}))
        .await
        .data(200);
    assert_eq!(good["state"], "delivered");
    receiver.next().await.is("webhook.test");
    the_log_has_two_pages(&tenant, &good, &failed).await;
}

/// The log of webhook 1, one delivery a page.
async fn the_log_has_two_pages(tenant: &Tenant, newest: &Value, oldest: &Value) {
    let log = tenant.get("/api/webhooks/1/deliveries?limit=1").await;
    let page = log.json();
    assert_eq!(
        (&page["data"][0]["id"], &page["next"]),
        (&newest["id"], &newest["id"])
    );
    let rest = format!(
        "/api/webhooks/1/deliveries?before={}",
        newest["id"].as_str().unwrap()
    );
    let rest = tenant.get(&rest).await.json();
    assert_eq!(
        (&rest["data"], &rest["next"]),
        (&json!([oldest]), &Value::Null)
    );
}

async fn create_disabled_webhook(tenant: &Tenant, receiver: &Receiver) {
    tenant
        .post(
            "/api/webhooks",
            json!({"url": receiver.url, "events": ["session.qr"]}),
        )
        .await
        .data(201);
    tenant
        .patch("/api/webhooks/1", json!({"enabled": false}))
        .await
        .data(200);
}
