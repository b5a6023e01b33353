//! A log-out reports whether it reached WhatsApp. If not, the service retries.

use std::time::Duration;

use serde_json::json;
use titan_connect::domain::session::Status;
use titan_connect::sessions::unlinking;

use crate::support::{ANA, TestService};

async fn devices(service: &TestService) -> usize {
    let phones = service.phones().await;
    let ana = phones.iter().find(|phone| phone["phoneNumber"] == ANA);
    ana.unwrap()["devices"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_log_out_that_reached_whatsapp_reports_unlinked() {
    let service = TestService::with_ana_connected().await;
    let tenant = service.tenant();
    let out = tenant
        .post("/api/sessions/support/logout", json!({}))
        .await
        .data(200);
    assert_eq!(out["unlinked"], true);
    let gone = tenant.delete("/api/sessions/support").await.data(200);
    assert_eq!(gone["unlinked"], true);
}

/// A service whose session `support` is linked to Ana's phone and waits for settings that never arrive.
async fn with_ana_logging_in() -> TestService {
    let service = TestService::start().await;
    let settings = json!({"ignoreSettings": {"times": 100}});
    service.fault(settings).await;
    let tenant = service.tenant();
    tenant.create_session("support").await;
    let qr = tenant.qr("support").await;
    service.scan(ANA, &qr).await.data(200);
    service.settled("support", Status::LoggingIn).await;
    service
}

/// Logs out, and checks that WhatsApp removed the device.
async fn log_out(service: &TestService) {
    let tenant = service.tenant();
    let out = tenant
        .post("/api/sessions/support/logout", json!({}))
        .await
        .data(200);
    assert_eq!(out["unlinked"], true);
    assert_eq!(devices(service).await, 0);
}

/// The account's settings may arrive late or never. The device can be unlinked as soon as it is logged in.
#[tokio::test]
async fn a_log_out_does_not_wait_for_the_settings() {
    log_out(&with_ana_logging_in().await).await;
}

/// WhatsApp removes the link and the connection is lost before its reply arrives. The next login is refused.
#[tokio::test]
async fn a_lost_reply_does_not_hide_that_the_link_was_removed() {
    let service = with_ana_logging_in().await;
    service
        .fault(json!({"loseUnlinkReplies": {"times": 1}}))
        .await;
    log_out(&service).await;
}

/// A refused login means that the device was removed, or that WhatsApp does not know it yet.
#[tokio::test]
async fn a_device_that_never_logged_in_does_not_count_as_removed() {
    let service = with_ana_logging_in().await;
    let tenant = service.tenant();
    tenant
        .post("/api/sessions/support/stop", json!({}))
        .await
        .data(200);
    service
        .fault(json!({"refuseLogins": {"reason": 401}}))
        .await;
    let gone = tenant.delete("/api/sessions/support").await.data(200);
    assert_eq!(
        (&gone["unlinked"], devices(&service).await),
        (&json!(false), 1)
    );
    service.advance(Duration::from_mins(10));
    unlinking::retry_due(&service.app.sessions).await.unwrap();
    assert_eq!(devices(&service).await, 0);
}

#[tokio::test]
async fn a_log_out_that_did_not_reach_whatsapp_is_retried() {
    let service = TestService::with_ana_connected().await;
    let service = service.restart_beside_a_dead_network().await;
    let tenant = service.tenant();
    let out = tenant
        .post("/api/sessions/support/logout", json!({}))
        .await
        .data(200);
    assert_eq!(
        (&out["unlinked"], &out["statusReason"]),
        (&json!(false), &json!("LOGGED_OUT"))
    );
    assert_eq!(devices(&service).await, 1);

    let service = service.restart().await;
    // The name can be used for another number at once.
    service
        .tenant()
        .post("/api/sessions/support/start", json!({}))
        .await
        .data(200);
    service.settled("support", Status::Scanning).await;
    service.advance(Duration::from_mins(10));
    unlinking::retry_due(&service.app.sessions).await.unwrap();
    assert_eq!(devices(&service).await, 0);
    assert_eq!(service.app.store.unlinkings().await.unwrap(), 0);
}

#[tokio::test]
async fn a_deleted_sessions_keys_stay_until_it_is_unlinked() {
    let service = TestService::with_ana_connected().await;
    let service = service.restart_beside_a_dead_network().await;
    let tenant = service.tenant();
    let gone = tenant.delete("/api/sessions/support").await.data(200);
    assert_eq!(
        (&gone["unlinked"], &gone["deleted"]),
        (&json!(false), &json!(true))
    );
    tenant
        .get("/api/sessions/support")
        .await
        .refused(404, "session_not_found");
    tenant.create_session("support").await;
    assert_eq!(service.app.store.unlinkings().await.unwrap(), 1);

    let service = service.restart().await;
    service.advance(Duration::from_mins(10));
    unlinking::retry_due(&service.app.sessions).await.unwrap();
    assert_eq!(devices(&service).await, 0);
    assert_eq!(service.app.store.unlinkings().await.unwrap(), 0);
}

#[tokio::test]
async fn unlinking_stops_after_a_day() {
    let service = TestService::with_ana_connected().await;
    let service = service.restart_beside_a_dead_network().await;
    service
        .tenant()
        .delete("/api/sessions/support")
        .await
        .data(200);
    service.advance(Duration::from_hours(25));
    unlinking::retry_due(&service.app.sessions).await.unwrap();
    assert_eq!(service.app.store.unlinkings().await.unwrap(), 0, "given up");
}
