//! Requests that are refused.

use serde_json::{Value, json};

use crate::support::{Tenant, TestService};

const URL: &str = "https://hooks.example.com/";

const INVALID_URLS: [(&str, &str); 8] = [
    ("hooks.example.com", "invalid_url"),
    ("http://hooks.example.com/", "invalid_url"),
    ("https://u:p@hooks.example.com/", "invalid_url"),
    ("https://hooks.example.com:22/", "invalid_url"),
    ("https://10.0.0.1/", "url_not_allowed"),
    ("https://inside.example.com/", "url_not_allowed"),
    ("https://169.254.169.254/", "url_not_allowed"),
    ("https://nowhere.example.com/", "url_not_found"),
];

fn retries(attempts: u32, delay: u32, policy: &str) -> Value {
    json!({"attempts": attempts, "delaySeconds": delay, "policy": policy})
}

/// A field of a webhook, its value, and the code of the refusal.
fn invalid_fields() -> [(&'static str, Value, &'static str); 10] {
    let reserved = json!([{"name": "Webhook-Id", "value": "x"}]);
    [
        ("colour", json!("red"), "invalid_json"),
        ("events", json!(["session.gone"]), "unknown_event"),
        ("session", json!("a b"), "invalid_session_name"),
        ("hmacKey", json!("short"), "invalid_hmac_key"),
        ("hmacKey", json!("whsec_short"), "invalid_hmac_key"),
        ("label", json!("x".repeat(101)), "invalid_label"),
        ("headers", reserved, "invalid_header"),
        ("retries", retries(3, 5, "never"), "invalid_retries"),
        ("retries", retries(21, 5, "linear"), "invalid_retries"),
        ("retries", retries(2, 0, "linear"), "invalid_retries"),
    ]
}

#[tokio::test]
async fn invalid_requests_are_refused_with_a_code() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    service.names.resolve("hooks.example.com", &[&["8.8.8.8"]]);
    service
        .names
        .resolve("inside.example.com", &[&["8.8.8.8", "10.0.0.1"]]);
    invalid_webhooks_are_refused(&tenant).await;
    assert_eq!(tenant.get("/api/webhooks").await.data(200), json!([]));
    tenant
        .post("/api/webhooks", json!({"url": URL}))
        .await
        .data(201);
    invalid_changes_are_refused(&tenant).await;
    tenant
        .post("/api/webhooks/1/replay", json!({"since": "yesterday"}))
        .await
        .refused(400, "invalid_since");
    tenant
        .get("/api/webhooks/1/deliveries?state=lost")
        .await
        .refused(400, "invalid_query");
    tenant
        .post("/api/webhooks/1/deliveries/whd_x_1/replay", json!({}))
        .await
        .refused(404, "delivery_not_found");
}

async fn invalid_webhooks_are_refused(tenant: &Tenant) {
    let mut table = vec![(json!({}), "invalid_json")];
    table.extend(INVALID_URLS.map(|(url, code)| (json!({"url": url}), code)));
    table.extend(invalid_fields().map(|(field, value, code)| {
        let mut body = json!({"url": URL});
        body[field] = value;
        (body, code)
    }));
    for (body, code) in table {
        let answer = tenant.post("/api/webhooks", body.clone()).await;
        assert_eq!(answer.json()["code"], code, "{body}: {}", answer.text());
        answer.refused(400, code);
    }
}

async fn invalid_changes_are_refused(tenant: &Tenant) {
    for (body, code) in [
        (json!({"url": "https://10.0.0.1/"}), "url_not_allowed"),
        (
            json!({"hmacKey": "a-good-key", "overlapSeconds": 2_592_001}),
            "invalid_overlap",
        ),
    ] {
        tenant
            .patch("/api/webhooks/1", body)
            .await
            .refused(400, code);
    }
}
