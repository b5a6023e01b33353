//! The lifecycle of a session: stopped, restarted, logged out, deleted, banned, replaced.

use std::time::Duration;

use serde_json::json;
use titan_connect::domain::session::{Reason, Status};

use crate::support::{ANA, TestService};

#[tokio::test]
async fn a_restart_keeps_the_link_and_a_log_out_ends_it() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    tenant
        .post("/api/sessions/support/restart", json!({}))
        .await
        .data(200);
    service.settled("support", Status::Connected).await;

    let out = tenant
        .post("/api/sessions/support/logout", json!({}))
        .await
        .data(200);
    assert_eq!(
        (&out["statusReason"], &out["phoneNumber"]),
        (&json!("LOGGED_OUT"), &json!(null))
    );
    let devices = service.phones().await;
    assert!(
        devices.iter().all(|phone| phone["devices"] == json!([])),
        "the phone knows: {devices:?}"
    );

    tenant
        .post("/api/sessions/support/start", json!({}))
        .await
        .data(200);
    service
        .scan(ANA, &tenant.qr("support").await)
        .await
        .data(200);
    service.settled("support", Status::Connected).await;
}

#[tokio::test]
async fn a_stopped_session_can_be_logged_out_at_whatsapp() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    tenant
        .post("/api/sessions/support/stop", json!({}))
        .await
        .data(200);
    let out = tenant
        .post("/api/sessions/support/logout", json!({}))
        .await
        .data(200);
    assert_eq!(out["statusReason"], "LOGGED_OUT");
    assert!(
        service
            .phones()
            .await
            .iter()
            .all(|phone| phone["devices"] == json!([]))
    );
}

#[tokio::test]
async fn deleting_a_session_deletes_all_its_rows() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    let id = service.settled("support", Status::Connected).await.id;
    tenant.delete("/api/sessions/support").await.data(200);
    tenant
        .get("/api/sessions/support")
        .await
        .refused(404, "session_not_found");
    tenant
        .delete("/api/sessions/support")
        .await
        .refused(404, "session_not_found");
    assert!(
        service
            .app
            .store
            .events(&"default".into(), "support")
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        engine::KeyStore::list(&service.app.store, &id, "device")
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(service.app.sessions.drivers.count(), 0);
    assert!(
        service
            .phones()
            .await
            .iter()
            .all(|phone| phone["devices"] == json!([]))
    );
    tenant.create_session("support").await;
}

/// After a restart, the stored status is not reported until the session has logged in.
#[tokio::test]
async fn no_number_is_connected_while_the_network_is_unreachable() {
    let service = TestService::with_ana_connected().await;
    let service = service.restart_beside_a_dead_network().await;
    let session = service
        .tenant()
        .get("/api/sessions/support")
        .await
        .data(200);
    assert_eq!(
        (&session["status"], &session["statusReason"]),
        (&json!("CONNECTING"), &json!("AUTO_RECONNECT"))
    );
}

#[tokio::test]
async fn a_dropped_connection_is_restored_without_a_message_to_the_person() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    service.fault(json!({"dropNow": true})).await;
    service.settled("support", Status::Reconnecting).await;
    let away = tenant.get("/api/sessions/support").await.data(200);
    assert_eq!(
        (&away["status"], &away["statusReason"]),
        (&json!("CONNECTING"), &json!("AUTO_RECONNECT"))
    );
    service.settled("support", Status::Connected).await;
}

#[tokio::test]
async fn a_ban_ends_by_itself() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    service
        .fault(json!({"refuseNextLogin": {"reason": 402, "expireSeconds": 3600}}))
        .await;
    tenant
        .post("/api/sessions/support/restart", json!({}))
        .await
        .data(200);
    service
        .settled("support", Status::Disconnected(Reason::TemporaryBan))
        .await;
    let banned = tenant.get("/api/sessions/support").await.data(200);
    assert_eq!(banned["statusReason"], "TEMPORARY_BAN");
    service.clock.advance(Duration::from_secs(3599));
    let waiting = tenant.get("/api/sessions/support").await.data(200);
    assert_eq!(waiting["statusReason"], "TEMPORARY_BAN");
    service.clock.advance(Duration::from_secs(1));
    service.settled("support", Status::Connected).await;
}

#[tokio::test]
async fn a_ban_lasts_across_a_restart_and_a_stop_ends_the_wait() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    service
        .fault(json!({"refuseNextLogin": {"reason": 402, "expireSeconds": 3600}}))
        .await;
    tenant
        .post("/api/sessions/support/restart", json!({}))
        .await
        .data(200);
    service
        .settled("support", Status::Disconnected(Reason::TemporaryBan))
        .await;
    let service = service.restart().await;
    let tenant = service.tenant();
    let still = tenant.get("/api/sessions/support").await.data(200);
    assert_eq!(still["statusReason"], "TEMPORARY_BAN");
    let stopped = tenant
        .post("/api/sessions/support/stop", json!({}))
        .await
        .data(200);
    assert_eq!(stopped["statusReason"], "MANUAL_STOP");
}

#[tokio::test]
async fn an_outdated_client_and_a_busy_network_are_retried() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    for reason in [405, 503] {
        service
            .fault(json!({"refuseNextLogin": {"reason": reason}}))
            .await;
        tenant
            .post("/api/sessions/support/restart", json!({}))
            .await
            .data(200);
        service.settled("support", Status::Connected).await;
    }
}

#[tokio::test]
async fn a_permanently_refused_login_is_a_log_out() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    service
        .fault(json!({"refuseNextLogin": {"reason": 401}}))
        .await;
    tenant
        .post("/api/sessions/support/restart", json!({}))
        .await
        .data(200);
    service
        .settled("support", Status::Disconnected(Reason::LoggedOut))
        .await;
}

#[tokio::test]
async fn a_proxy_is_validated_and_stored() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    tenant
        .post("/api/sessions", json!({"name": "a", "proxy": "ftp://x"}))
        .await
        .refused(400, "invalid_proxy");
    let created = tenant
        .post(
            "/api/sessions",
            json!({"name": "a", "proxy": "socks5://ana:s3cret@127.0.0.1:1080"}),
        )
        .await
        .data(201);
    assert_eq!(created["proxy"], "socks5://ana:***@127.0.0.1:1080");
    let changed = tenant
        .patch("/api/sessions/a", json!({"proxy": null}))
        .await
        .data(200);
    assert_eq!(changed["proxy"], json!(null));
    tenant
        .patch("/api/sessions/a", json!({"proxy": "x"}))
        .await
        .refused(400, "invalid_proxy");
}

#[tokio::test]
async fn fifty_sessions_reconnect_after_a_restart() {
    let service = TestService::start().await;
    let tenant = service.tenant();
    for number in 0..50 {
        let phone = format!("+55119{:08}", 70_000_000 + number);
        service.add_phone(&phone).await;
        let name = format!("s{number}");
        tenant.create_session(&name).await;
        service
            .scan(&phone, &tenant.qr(&name).await)
            .await
            .data(200);
    }
    for number in 0..50 {
        service
            .settled(&format!("s{number}"), Status::Connected)
            .await;
    }
    let service = service.restart().await;
    for number in 0..50 {
        let name = format!("s{number}");
        tokio::time::timeout(
            Duration::from_secs(60),
            service.settled(&name, Status::Connected),
        )
        .await
        .unwrap();
    }
}
