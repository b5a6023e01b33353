//! What `GET /api/widget/stats` takes and refuses.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Link, came, stats, stats_of};
use crate::support::{ANA, TestService, on_both_databases};

on_both_databases!(
    links_are_counted_by_day_and_found_by_each_filter,
    a_tenant_sees_its_own_links_only,
);

/// A day with a linked number and a link that nobody opens, and the next with a cancelled link.
async fn two_days(service: &TestService) {
    Link::scanned(service, ANA, json!({})).await;
    Link::create(service, json!({"phoneNumber": "+4915112345678"})).await;
    service.clock.advance(Duration::from_hours(24));
    let cancelled = Link::open(service, json!({})).await;
    service
        .widget_call("cancel", &cancelled.token)
        .await
        .data(200);
}

async fn links_are_counted_by_day_and_found_by_each_filter(service: TestService) {
    two_days(&service).await;
    let tenant = service.new_key(&["sessions:read"], 1).await;
    let all = stats_of(&tenant, "").await;
    let days = all["days"].as_array().unwrap();
    assert_eq!(days.len(), 30);
    let created: Vec<&Value> = days.iter().map(|day| &day["steps"]["created"]).collect();
    assert_eq!(created[28..], [&json!(2), &json!(1)], "{all}");
    assert!(created[..28].iter().all(|links| **links == 0), "{all}");
    let (yesterday, today) = (&days[28]["day"], &days[29]["day"]);
    assert_eq!((today, &days[0]["day"]), (&all["to"], &all["from"]));
    let (yesterday, today) = (yesterday.as_str().unwrap(), today.as_str().unwrap());

    for (query, links) in [
        (format!("?from={yesterday}&to={yesterday}"), 2),
        (format!("?from={today}"), 1),
        (format!("?from={yesterday}&to={today}"), 3),
        (format!("?to={yesterday}"), 2),
        ("?method=qr".into(), 2),
        ("?method=none".into(), 1),
        ("?method=pairing".into(), 0),
        ("?country=BR".into(), 1),
        ("?country=br".into(), 1),
        ("?country=DE".into(), 1),
        ("?country=none".into(), 1),
        ("?outcome=connected".into(), 1),
        ("?outcome=cancelled".into(), 1),
        ("?outcome=expired".into(), 1),
        ("?outcome=open".into(), 0),
        ("?outcome=failed".into(), 0),
        ("?outcome=revoked".into(), 0),
        ("?outcome=connected&method=qr&country=BR".into(), 1),
        ("?outcome=connected&country=DE".into(), 0),
    ] {
        let found = stats_of(&tenant, &query).await;
        assert_eq!(found["steps"]["created"], links, "{query} {found}");
        let outcomes = found["outcomes"].as_object().unwrap().values();
        let sum: u64 = outcomes.filter_map(Value::as_u64).sum();
        assert_eq!(sum, links, "{query} {found}");
    }
    let times = stats_of(&tenant, "?outcome=connected").await["times"].clone();
    assert_eq!(times["linked"]["links"], 1);
    let times = stats_of(&tenant, "?outcome=cancelled").await["times"].clone();
    let nothing = json!({"links": 0, "medianMs": null, "p90Ms": null});
    assert_eq!(times["linked"], nothing);
}

async fn a_tenant_sees_its_own_links_only(service: TestService) {
    let other = service.other_tenant().await;
    Link::scanned(&service, ANA, json!({"sessionName": "support"})).await;
    let theirs = Link::create_for(&other, json!({"sessionName": "support"})).await;
    came(&stats(&service).await, [1; 6]);
    came(&stats_of(&other, "").await, [1, 0, 0, 0, 0, 0]);
    assert_eq!(service.open(&theirs.token).await.status, 200);
    came(&stats(&service).await, [1; 6]);
    came(&stats_of(&other, "").await, [1, 1, 1, 1, 0, 0]);
}

#[tokio::test]
async fn a_query_that_cannot_be_answered_says_what_to_do() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    for (query, words) in [
        ("from=yesterday", "such as 2026-11-01"),
        ("to=2026-02-30", "such as 2026-11-01"),
        ("from=2026-11-02&to=2026-11-01", "Swap them"),
        ("from=2026-01-01&to=2026-06-30", "shorter ranges"),
        ("method=sms", "`method` is qr, pairing, cloud-api or none."),
        ("outcome=lost", "`outcome` is connected"),
        ("country=ZZ", "such as BR"),
        ("country=Brazil", "such as BR"),
        ("day=2026-11-01", "as the API document names it"),
        ("from=2026-11-01&from=2026-11-02", "Say each parameter once"),
    ] {
        let answer = tenant.get(&format!("/api/widget/stats?{query}")).await;
        answer.refused(400, "invalid_query");
        let sentence = answer.json()["error"].to_string();
        assert!(sentence.contains(words), "{query}: {sentence}");
    }
}

#[tokio::test]
async fn statistics_need_a_key_that_may_read_sessions() {
    let service = TestService::start().await;
    let path = "/api/widget/stats";
    let tenant = service.tenant_with(&["messages:write"]);
    tenant.get(path).await.refused(403, "insufficient_scope");
    let tenant = service.tenant_with(&["sessions:read"]);
    tenant.get(path).await.data(200);
}
