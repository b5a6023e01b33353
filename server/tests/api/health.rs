//! The health checks of a load balancer.

use engine::{Change, KeyStore as _};
use serde_json::json;
use titan_connect::runtime::config::DatabaseKind;

use crate::support::TestService;

async fn unready(service: &TestService, failing: &[&str]) {
    let answer = service.tenant().get("/health/ready").await;
    answer.refused(503, "not_ready");
    let body = answer.json();
    assert_eq!(body["failing"], json!(failing), "{body}");
    for name in failing {
        assert!(body["error"].as_str().unwrap().contains(name), "{body}");
    }
    service.tenant().get("/health/live").await.data(200);
}

async fn ready(service: &TestService) {
    let data = service.tenant().get("/health/ready").await.data(200);
    assert_eq!(data["ready"], true);
}

#[tokio::test]
async fn a_draining_service_is_not_ready_but_still_serves() {
    let service = TestService::start().await;
    ready(&service).await;
    service.app.tasks.drain();
    unready(&service, &["stopping"]).await;
    assert_eq!(service.tenant().get("/api/sessions").await.status, 200);
}

#[tokio::test]
async fn the_service_is_not_ready_without_its_database() {
    let service = TestService::start().await;
    service.app.store.close().await;
    unready(&service, &["database"]).await;
}

#[tokio::test]
async fn the_service_is_not_ready_with_tables_of_an_older_program() {
    let service = TestService::start().await;
    service
        .sql("DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)")
        .await;
    unready(&service, &["migrations"]).await;
}

#[tokio::test]
async fn the_service_is_not_ready_while_keys_cannot_be_saved() {
    let service = TestService::start().await;
    let (reject, accept) = match service.app.store.kind() {
        DatabaseKind::Sqlite => (
            "CREATE TRIGGER full_disk BEFORE INSERT ON engine_keys BEGIN SELECT RAISE(FAIL, 'disk full'); END",
            "DROP TRIGGER full_disk",
        ),
        DatabaseKind::Postgres => (
            "ALTER TABLE engine_keys ADD CONSTRAINT full_disk CHECK (key IS NULL)",
            "ALTER TABLE engine_keys DROP CONSTRAINT full_disk",
        ),
    };
    service.sql(reject).await;
    let change = Change::Put {
        kind: "test",
        key: "key".into(),
        value: vec![1],
    };
    let written = service.app.store.apply("nobody", vec![change]).await;
    assert!(written.is_err());
    unready(&service, &["keys"]).await;
    service.sql(accept).await;
    ready(&service).await;
}
