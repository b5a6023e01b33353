//! SQLite has one writer. Reads do not wait for it.

use std::time::Duration;

use serde_json::json;
use sqlx::{Connection as _, Executor as _};

use crate::support::TestService;

/// Far longer than a read takes, and far shorter than a write waits for the lock.
const SOON: Duration = Duration::from_secs(2);

#[tokio::test]
async fn a_read_does_not_wait_for_a_write() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    tenant
        .post("/api/sessions", json!({"name": "before"}))
        .await
        .data(201);
    let mut other = service.database().await;
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let write = tenant.post("/api/sessions", json!({"name": "after"}));
    let reads = async {
        for _ in 0..30 {
            let read = tokio::time::timeout(SOON, tenant.get("/api/sessions/before"));
            read.await.expect("a read does not wait").data(200);
        }
        other.execute("ROLLBACK").await.unwrap();
    };
    let (written, ()) = tokio::join!(write, reads);
    written.data(201);
    tenant.get("/api/sessions/after").await.data(200);
    other.close().await.unwrap();
}
