//! A permanently rejected write is dropped and delays nothing.

use std::time::Duration;

use serde_json::json;
use titan_connect::domain::session::{Reason, Status};
use titan_connect::runtime::config::DatabaseKind;

use crate::support::{ANA, TestService, on_both_databases};

const BIA: &str = "+5521988880002";

on_both_databases!(a_change_refused_for_good_holds_up_nothing);

/// From now on the database rejects sessions that reconnect.
async fn refuse_reconnecting(service: &TestService) {
    service
        .sql(match service.app.store.kind() {
            DatabaseKind::Sqlite => {
                "CREATE TRIGGER refused BEFORE UPDATE ON sessions WHEN NEW.status = 'reconnecting' \
                 BEGIN SELECT RAISE(ABORT, 'refused'); END"
            }
            DatabaseKind::Postgres => {
                "ALTER TABLE sessions ADD CONSTRAINT refused CHECK (status <> 'reconnecting')"
            }
        })
        .await;
}

async fn a_change_refused_for_good_holds_up_nothing(service: TestService) {
    service.connect_ana().await;
    refuse_reconnecting(&service).await;
    service.fault(json!({"dropNow": true})).await;
    // Later events of the session are stored, because the session's lock is released.
    let sent = service.send(BIA, ANA, "oi").await.data(200);
    service.acknowledged(sent["id"].as_str().unwrap()).await;
    let session = service.settled("support", Status::Connected).await;
    for _ in 0..20 {
        let turn = service.app.ids.lock_session(&session.id);
        let turn = tokio::time::timeout(Duration::from_secs(5), turn).await;
        drop(turn.expect("nobody holds the turn while it tries again"));
    }
    // The session itself continues.
    let tenant = service.tenant();
    tenant
        .post("/api/sessions/support/stop", json!({}))
        .await
        .data(200);
    let stopped = Status::Disconnected(Reason::ManualStop);
    service.settled("support", stopped).await;
}
