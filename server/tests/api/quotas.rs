//! What a tenant may have: nobody exceeds it, and whoever opens a link is not stopped by it.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::{Answer, Tenant, TestService, on_both_databases};

const ROUNDS: usize = 20;
const CALLS: usize = 6;

on_both_databases!(
    sessions_created_at_once_do_not_exceed_the_quota,
    links_created_at_once_do_not_exceed_the_quotas,
    webhooks_created_at_once_do_not_exceed_the_quota,
    a_tenants_own_quotas_replace_the_defaults,
    ended_and_expired_links_do_not_count,
);

const TENANT: &str = "/admin/tenants/default";

async fn set(service: &TestService, quotas: Value) -> Value {
    let operator = service.operator();
    let answer = operator.patch(TENANT, json!({"quotas": quotas})).await;
    answer.data(200)["quotas"].clone()
}

/// Makes these calls at the same time and asserts that one succeeds and the others reach the quota.
async fn one_of(calls: Vec<(Tenant, String, Value)>, quota: &str, round: usize) {
    let mut running = JoinSet::new();
    for (tenant, path, body) in calls {
        running.spawn(async move { tenant.post(&path, body).await });
    }
    let answers: Vec<Answer> = running.join_all().await;
    let created = answers.iter().filter(|answer| answer.status == 201);
    assert_eq!(created.count(), 1, "round {round}");
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        answer.refused(409, "quota_reached");
        assert_eq!(answer.json()["reason"], quota, "round {round}");
    }
}

async fn sessions_created_at_once_do_not_exceed_the_quota(service: TestService) {
    for round in 1..=ROUNDS {
        set(&service, json!({"sessions": round})).await;
        let call = |number| {
            let body = json!({"name": format!("s{round}-{number}")});
            (service.tenant(), "/api/sessions".to_owned(), body)
        };
        one_of((0..CALLS).map(call).collect(), "sessions", round).await;
    }
}

async fn links_created_at_once_do_not_exceed_the_quotas(service: TestService) {
    let call = |_| {
        let path = "/api/widget/sessions".to_owned();
        (service.tenant(), path, json!({}))
    };
    for round in 1..=ROUNDS {
        let (quotas, reached) = match round % 2 {
            0 => (json!({"openLinks": round, "sessions": null}), "openLinks"),
            _ => (json!({"sessions": round, "openLinks": null}), "sessions"),
        };
        set(&service, quotas).await;
        one_of((0..CALLS).map(call).collect(), reached, round).await;
    }
    let quotas = set(&service, json!({})).await;
    for quota in ["sessions", "openLinks"] {
        assert_eq!(quotas[quota]["used"], ROUNDS, "{quotas}");
    }
}

async fn webhooks_created_at_once_do_not_exceed_the_quota(service: TestService) {
    service.names.resolve("hooks.example.com", &[&["8.8.8.8"]]);
    for round in 1..=ROUNDS {
        set(&service, json!({"webhooks": round})).await;
        let call = |_| {
            let body = json!({"url": "https://hooks.example.com/"});
            (service.tenant(), "/api/webhooks".to_owned(), body)
        };
        one_of((0..CALLS).map(call).collect(), "webhooks", round).await;
    }
}

async fn a_tenants_own_quotas_replace_the_defaults(service: TestService) {
    let tenant = service.tenant();
    let operator = service.operator();
    let defaults = tenant.get("/api/account").await.data(200)["quotas"].clone();
    let quota =
        |limit, used, is_default| json!({"limit": limit, "used": used, "isDefault": is_default});
    let expected = json!({
        "sessions": quota(10_000, 0, true),
        "openLinks": quota(1000, 0, true),
        "webhooks": quota(50, 0, true),
    });
    assert_eq!(defaults, expected);
    tenant.create_widget_session(json!({})).await;
    let own = set(&service, json!({"sessions": 1, "webhooks": 7})).await;
    assert_eq!(own["sessions"], quota(1, 1, false));
    assert_eq!(own["openLinks"], quota(1000, 1, true));
    assert_eq!(own["webhooks"], quota(7, 0, false));
    for shown in [
        tenant.get("/api/account").await.data(200),
        operator.get(TENANT).await.data(200),
        operator.get("/admin/tenants").await.data(200)[0].clone(),
    ] {
        assert_eq!(shown["quotas"], own);
    }
    let full = tenant.post("/api/sessions", json!({"name": "a"})).await;
    full.refused(409, "quota_reached");
    assert_eq!(
        full.json()["error"],
        "This tenant has reached its quota of sessions, which is 1. Delete one that is no longer needed, or ask whoever runs \
         this service for a higher quota."
    );
    let other = service.other_tenant().await;
    let body = json!({"name": "a"});
    other.post("/api/sessions", body.clone()).await.data(201);
    // A change of one leaves the others.
    let own = set(&service, json!({"sessions": null})).await;
    assert_eq!(own["sessions"], quota(10_000, 1, true));
    assert_eq!(own["webhooks"], quota(7, 0, false));
    tenant.post("/api/sessions", body).await.data(201);
    let none = set(&service, Value::Null).await;
    assert_eq!(none["webhooks"], quota(50, 0, true));
}

async fn ended_and_expired_links_do_not_count(service: TestService) {
    let tenant = service.tenant();
    let full = async || {
        let refused = tenant.post("/api/widget/sessions", json!({"sessionName": "a"}));
        refused.await.refused(409, "quota_reached");
    };
    set(&service, json!({"openLinks": 1})).await;
    let link = tenant
        .create_widget_session(json!({"sessionName": "a"}))
        .await;
    full().await;
    let path = format!("/api/widget/sessions/{}", link["id"].as_str().unwrap());
    tenant.delete(&path).await.data(200);
    tenant
        .create_widget_session(json!({"sessionName": "a"}))
        .await;
    full().await;
    service.advance(Duration::from_mins(15));
    tenant
        .create_widget_session(json!({"sessionName": "a"}))
        .await;
    full().await;
}

#[tokio::test]
async fn whoever_opens_a_link_is_not_stopped_by_a_quota() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let link = tenant.create_widget_session(json!({"mode": "qr"})).await;
    set(&service, json!({"sessions": 1, "openLinks": 1})).await;
    let page = service.page(link["widgetUrl"].as_str().unwrap()).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("crispEdges"), "{}", page.text());
    // A link for a session that exists needs no other one, and a deleted session makes room.
    set(&service, json!({"openLinks": 2})).await;
    let name = link["session"].as_str().unwrap();
    tenant
        .create_widget_session(json!({"sessionName": name}))
        .await;
    let body = json!({"name": "a"});
    let full = tenant.post("/api/sessions", body.clone()).await;
    full.refused(409, "quota_reached");
    tenant
        .delete(&format!("/api/sessions/{name}"))
        .await
        .data(200);
    tenant.post("/api/sessions", body).await.data(201);
}

#[tokio::test]
async fn an_existing_name_is_reported_also_by_a_full_tenant() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    let body = json!({"name": "a"});
    tenant.post("/api/sessions", body.clone()).await.data(201);
    set(&service, json!({"sessions": 1})).await;
    let again = tenant.post("/api/sessions", body).await;
    again.refused(409, "session_exists");
}

#[tokio::test]
async fn only_the_operator_changes_quotas_and_only_to_valid_ones() {
    let service = TestService::start().await;
    let body = json!({"quotas": {"sessions": 3}});
    let by_itself = service.tenant().patch("/api/account", body).await;
    by_itself.refused(400, "invalid_json");
    let operator = service.operator();
    for value in [0, -1, 1_000_001] {
        let body = json!({"quotas": {"webhooks": value}});
        let answer = operator.patch(TENANT, body).await;
        answer.refused(400, "invalid_quota");
        let error = answer.json()["error"].as_str().unwrap().to_owned();
        assert!(error.contains("from 1 to 1000000"), "{error}");
    }
}
