//! The statistics name nobody: not in what is stored, not in the answer, not in the metrics.

use serde_json::json;
use sqlx::{Column as _, Row as _, ValueRef as _};

use super::{Link, stats};
use crate::support::{ANA, TestService, on_both_databases};

on_both_databases!(nothing_personal_is_stored_or_answered);

async fn nothing_personal_is_stored_or_answered(service: TestService) {
    let body = json!({
        "sessionName": "support-of-ana", "state": "order-42", "phoneNumber": ANA,
        "callbackUrl": "https://app.example.com/done",
    });
    let link = Link::create(&service, body).await;
    let headers = [
        ("sec-fetch-dest", "document"),
        ("user-agent", "Browser/4711"),
        ("x-forwarded-for", "203.0.113.7"),
    ];
    let page = service.fetch_link(reqwest::Method::GET, &link.token, &headers);
    assert_eq!(page.await.status, 200);
    link.request_phone_code(&service, ANA).await.data(200);
    link.scan(&service, ANA).await;
    let session = service.tenant().get("/api/sessions/support-of-ana").await;
    let session = session.data(200);
    let stored = rows(&service).await;
    assert!(stored.contains("BR"), "{stored}");
    let answered = stats(&service).await.to_string();
    let metrics = service.app.metrics.write().unwrap();
    for secret in [
        "5511999990001",
        "999990001",
        "support-of-ana",
        "Ana",
        "order-42",
        "4711",
        "203.0.113",
        "example.com",
        &link.id,
        &link.token,
        session["lid"].as_str().unwrap(),
    ] {
        for text in [&stored, &answered, &metrics] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

/// Everything in the table, as text.
async fn rows(service: &TestService) -> String {
    let mut database = service.database().await;
    let found = sqlx::query("SELECT * FROM funnel")
        .fetch_all(&mut database)
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    let columns = found[0].columns();
    let names: Vec<&str> = columns.iter().map(sqlx::Column::name).collect();
    let known = [
        "id",
        "tenant_id",
        "day",
        "method",
        "country",
        "outcome",
        "reasons",
        "expires_at",
        "opened_at",
        "chosen_ms",
        "shown_ms",
        "scanned_ms",
        "linked_ms",
    ];
    assert_eq!(names, known, "a new column has to be thought about");
    let values = columns.iter().map(|column| {
        let row = &found[0];
        let index = column.ordinal();
        if row.try_get_raw(index).unwrap().is_null() {
            return "NULL".to_owned();
        }
        row.try_get::<i64, _>(index)
            .map(|number| number.to_string())
            .unwrap_or_else(|_| row.get::<String, _>(index))
    });
    values.collect::<Vec<_>>().join(" ")
}
