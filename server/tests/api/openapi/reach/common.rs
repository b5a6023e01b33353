//! Errors that many operations share, tested on each operation that documents them.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;
use titan_connect::domain::session::Status;

use crate::openapi::Operation;
use crate::openapi::call::Call;
use crate::openapi::walk::{Outcome, Walk};
use crate::support::TestService;

fn names(operation: &Operation, code: &str) -> bool {
    operation
        .outcomes()
        .iter()
        .any(|outcome| outcome.1.as_deref() == Some(code))
}

async fn everywhere(walk: &mut Walk, code: &str, change: impl Fn(Call) -> Call) {
    for operation in walk.document.operations() {
        if names(&operation, code) {
            let call = walk.call_of(&operation).with("session", "support");
            let call = change(call.with("id", "1"));
            walk.refuse(call, code).await;
        }
    }
}

pub async fn refusals() -> BTreeSet<Outcome> {
    let mut walk = Walk::start().await;
    walk.create_idle("support").await;
    walk.succeed(walk.call("createWebhook")).await;
    let [expired, disabled, limited] = keys(&walk.service).await;
    let nobody = |mut call: Call| {
        call.key = None;
        call
    };
    for code in ["missing_api_key", "missing_master_key"] {
        everywhere(&mut walk, code, nobody).await;
    }
    for code in ["invalid_api_key", "invalid_master_key"] {
        everywhere(&mut walk, code, |call| call.by("titan_made-up")).await;
    }
    everywhere(&mut walk, "expired_api_key", |call| call.by(&expired)).await;
    everywhere(&mut walk, "disabled_api_key", |call| call.by(&disabled)).await;
    everywhere(&mut walk, "insufficient_scope", |call| call.by(&limited)).await;
    everywhere(&mut walk, "invalid_json", |call| call.saying(&json!([]))).await;
    let large = json!({"name": "x".repeat(65 * 1024)});
    everywhere(&mut walk, "body_too_large", |call| call.saying(&large)).await;
    everywhere(&mut walk, "no_such_route", |call| call.with("id", "%FF")).await;
    everywhere(&mut walk, "invalid_query", |call| {
        let name = call.operation.parameters("query")[0]["name"]
            .as_str()
            .unwrap()
            .to_owned();
        call.asking(&format!("?{name}=a&{name}=b"))
    })
    .await;
    everywhere(&mut walk, "invalid_cursor", |call| {
        call.asking("?cursor=of-another-list")
    })
    .await;
    let elsewhere = json!({"session": "nobody", "chatId": "5521988880002@s.whatsapp.net", "type": "text", "text": "x"});
    everywhere(&mut walk, "session_not_found", |call| {
        let call = call.with("session", "nobody");
        if call.operation.id == "sendMessage" {
            call.saying(&elsewhere)
        } else {
            call
        }
    })
    .await;
    walk.reached
}

/// An expired key, a disabled key, and a key without the required scopes.
async fn keys(service: &TestService) -> [String; 3] {
    let expired = service.new_key(&["*"], 1).await;
    let limited = service.new_key(&["channels:read"], 100).await;
    let tenant = service.tenant();
    let wish = json!({"label": "disabled", "scopes": ["*"]});
    let disabled = tenant.post("/api/account/keys", wish).await.data(201);
    let path = format!("/api/account/keys/{}", disabled["id"].as_str().unwrap());
    tenant
        .patch(&path, json!({"isActive": false}))
        .await
        .data(200);
    service.clock.advance(Duration::from_hours(25));
    let disabled = disabled["key"].as_str().unwrap();
    [expired.key(), disabled, limited.key()].map(str::to_owned)
}

pub async fn with_no_requests_left() -> BTreeSet<Outcome> {
    let service = TestService::start_limited(|limits| {
        limits.per_key = 1;
        limits.per_address_tokens = 1;
    })
    .await;
    let mut walk = Walk::on(service).await;
    // The only request that the window allows.
    let (tenant, operator) = (walk.service.tenant(), walk.service.operator());
    assert_eq!(tenant.get("/api/sessions").await.status, 200);
    assert_eq!(operator.get("/admin/tenants").await.status, 200);
    everywhere(&mut walk, "rate_limited", |call| call).await;
    walk.reached
}

pub async fn with_no_place_left() -> BTreeSet<Outcome> {
    let mut walk = Walk::on(TestService::start_limited(|limits| limits.requests = 1).await).await;
    let _taken = walk.service.app.limits.request_permit().unwrap();
    everywhere(&mut walk, "overloaded", |call| call).await;
    walk.reached
}

pub async fn without_a_database() -> BTreeSet<Outcome> {
    let mut walk = Walk::start().await;
    walk.service.app.store.close().await;
    everywhere(&mut walk, "internal", |call| call).await;
    everywhere(&mut walk, "not_ready", |call| call).await;
    walk.reached
}

/// A code that does not arrive.
pub async fn held_up() -> BTreeSet<Outcome> {
    let service =
        TestService::start_limited(|limits| limits.request_timeout = Duration::from_millis(60))
            .await;
    service.fault(json!({"latencyMs": 30_000})).await;
    let mut walk = Walk::on(service).await;
    walk.service.tenant().create_session("support").await;
    walk.service.settled("support", Status::Scanning).await;
    let call = walk.call("getPairQr").with("session", "support");
    walk.refuse(call, "timeout").await;
    walk.reached
}
