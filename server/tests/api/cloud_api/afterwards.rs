//! What becomes of a connected number.

use std::time::Duration;

use serde_json::{Value, json};
use titan_connect::domain::session::{Reason, Status};
use titan_connect::sessions::{cloud_watch, unlinking};

use crate::support::meta::{APP_ID, Account};
use crate::support::outbox::webhook;
use crate::support::{ANA, Delivery, Receiver, TestService};

async fn connected() -> (TestService, Account) {
    let service = TestService::start_with_meta().await;
    let numbers = json!([{"phoneNumber": "+5511912345678", "verifiedName": "Padaria Azul"}]);
    let account = service.business(numbers).await;
    let link = service.signup_link(json!({"sessionName": "shop"})).await;
    service.signed_up(&link, &account).await;
    service.settled("shop", Status::Connected).await;
    (service, account)
}

async fn shop(service: &TestService) -> Value {
    service.tenant().get("/api/sessions/shop").await.data(200)
}

#[tokio::test]
async fn a_connected_number_has_no_task_after_a_restart() {
    let (service, _) = connected().await;
    let service = service.restart().await;
    assert_eq!(service.app.sessions.drivers.count(), 0);
    assert_eq!(shop(&service).await["status"], "CONNECTED");
}

#[tokio::test]
async fn it_stops_starts_and_restarts_without_a_connection() {
    let (service, _) = connected().await;
    let tenant = service.tenant();
    let call = async |what: &str| {
        let path = format!("/api/sessions/shop/{what}");
        tenant.post(&path, json!({})).await.data(200)
    };
    let stopped = call("stop").await;
    assert_eq!(stopped["status"], "DISCONNECTED", "{stopped}");
    assert_eq!(stopped["statusReason"], "MANUAL_STOP");
    assert_eq!(stopped["phoneNumber"], "+5511912345678");
    assert_eq!(call("start").await["status"], "CONNECTED");
    assert_eq!(call("restart").await["status"], "CONNECTED");
}

#[tokio::test]
async fn a_start_notices_that_the_access_was_revoked() {
    let (service, account) = connected().await;
    let tenant = service.tenant();
    tenant
        .post("/api/sessions/shop/stop", json!({}))
        .await
        .data(200);
    service
        .meta("tokens", json!({"revoke": {"wabaId": account.waba_id}}))
        .await;
    let started = tenant
        .post("/api/sessions/shop/start", json!({}))
        .await
        .data(200);
    assert_eq!(started["statusReason"], "LOGGED_OUT", "{started}");
}

#[tokio::test]
async fn it_has_no_codes() {
    let (service, _) = connected().await;
    let tenant = service.tenant();
    tenant
        .get("/api/shop/pair/qr")
        .await
        .refused(409, "cloud_api_session");
    let number = json!({"phoneNumber": ANA});
    tenant
        .post("/api/shop/pair/phone", number)
        .await
        .refused(409, "cloud_api_session");
}

#[tokio::test]
async fn a_log_out_unsubscribes_and_deregisters() {
    let (service, account) = connected().await;
    let out = service
        .tenant()
        .post("/api/sessions/shop/logout", json!({}))
        .await
        .data(200);
    assert_eq!(out["unlinked"], true, "{out}");
    assert_eq!(out["statusReason"], "LOGGED_OUT");
    let counts = service.meta_counts().await;
    assert_eq!(
        (&counts["unsubscribe"], &counts["deregister"]),
        (&json!(1), &json!(1)),
        "{counts}"
    );
    let number = service.meta_number(account.number_id(0)).await;
    assert_eq!(number["hosting"], "unregistered", "{number}");
}

#[tokio::test]
async fn a_number_that_was_registered_elsewhere_stays_registered() {
    let service = TestService::start_with_meta().await;
    let numbers = json!([{"phoneNumber": "+5511912345678", "hosting": "cloudApi"}]);
    let account = service.business(numbers).await;
    let link = service.signup_link(json!({"sessionName": "shop"})).await;
    service.signed_up(&link, &account).await;
    service
        .tenant()
        .delete("/api/sessions/shop")
        .await
        .data(200);
    let counts = service.meta_counts().await;
    assert_eq!(counts["register"], Value::Null, "{counts}");
    assert_eq!(counts["deregister"], Value::Null, "{counts}");
    assert_eq!(counts["unsubscribe"], 1, "{counts}");
}

#[tokio::test]
async fn a_log_out_that_did_not_reach_meta_is_retried() {
    let (service, _) = connected().await;
    let fault = json!({"call": "deregister", "kind": {"html": 502}, "times": 1});
    service.meta("faults", fault).await;
    let out = service
        .tenant()
        .delete("/api/sessions/shop")
        .await
        .data(200);
    assert_eq!(out["unlinked"], false, "{out}");

    service.clock.advance(Duration::from_secs(120));
    unlinking::retry_due(&service.app.sessions).await.unwrap();

    assert_eq!(service.app.store.unlinkings().await.unwrap(), 0);
    let counts = service.meta_counts().await;
    assert_eq!(counts["unsubscribe"], 1, "{counts}");
}

/// Otherwise Meta would send this service webhooks about a number that it does not have.
#[tokio::test]
async fn a_number_that_meta_does_not_deregister_is_unsubscribed_all_the_same() {
    let (service, _) = connected().await;
    let fault = json!({"call": "deregister", "kind": {"error": {"code": 100}}, "times": 1});
    service.meta("faults", fault).await;
    let deleted = service.tenant().delete("/api/sessions/shop").await;
    assert_eq!(deleted.data(200)["unlinked"], true);
    let counts = service.meta_counts().await;
    assert_eq!(counts["unsubscribe"], 1, "{counts}");
}

/// Registering a number again needs the PIN of the first time.
#[tokio::test]
async fn a_number_is_connected_again_after_a_log_out() {
    let (service, account) = connected().await;
    service
        .tenant()
        .post("/api/sessions/shop/logout", json!({}))
        .await
        .data(200);
    let link = service.signup_link(json!({"sessionName": "shop"})).await;
    let view = service.signed_up(&link, &account).await;
    assert_eq!(view["step"], "connected", "{view}");
}

#[tokio::test]
async fn access_that_the_customer_removes_ends_the_session() {
    for removal in ["removePartner", "uninstallApp"] {
        let (service, account) = connected().await;
        let mut receiver = Receiver::start().await;
        webhook(&service.tenant(), &receiver, json!({})).await;
        service
            .meta("tokens", json!({removal: {"wabaId": account.waba_id}}))
            .await;
        let mut seen = receiver.until("session.logged_out").await;
        let payload = seen.pop().unwrap().is("session.logged_out");
        assert_eq!(payload["reason"], "access_removed", "{payload}");
        assert_eq!(payload["phoneNumber"], "+5511912345678");
        assert_eq!(shop(&service).await["statusReason"], "LOGGED_OUT");
    }
}

#[tokio::test]
async fn an_account_that_meta_disables_ends_its_sessions() {
    for (event, ban, is_ended) in [
        ("DISABLED_UPDATE", "SCHEDULE_FOR_DISABLE", false),
        ("DISABLED_UPDATE", "REINSTATE", false),
        ("DISABLED_UPDATE", "DISABLE", true),
        ("ACCOUNT_DELETED", "", true),
    ] {
        let (service, account) = connected().await;
        let body = json!({"object": "whatsapp_business_account", "entry": [{
            "id": account.waba_id, "time": 1, "changes": [{"field": "account_update", "value": {
                "event": event, "ban_info": {"waba_ban_state": ban}}}]}]});
        let sent = json!({"appId": APP_ID, "body": body});
        let sent = service.meta("webhooks", sent).await;
        assert_eq!(sent[0]["status"], 200, "{sent}");
        let status = if is_ended {
            Status::Disconnected(Reason::LoggedOut)
        } else {
            Status::Connected
        };
        let session = service.settled("shop", status).await;
        assert_eq!(session.account().is_some(), !is_ended, "{event} {ban}");
    }
}

#[tokio::test]
async fn a_token_that_runs_out_is_reported_three_weeks_before() {
    let service = TestService::start_with_meta().await;
    service.enter_app(json!({"tokenDays": 60})).await;
    let account = service
        .business(json!([{"phoneNumber": "+5511912345678"}]))
        .await;
    let link = service.signup_link(json!({"sessionName": "shop"})).await;
    service.signed_up(&link, &account).await;
    let stored = service.settled("shop", Status::Connected).await;
    let ends = service
        .app
        .store
        .cloud_account(&stored.id)
        .await
        .unwrap()
        .unwrap();
    let ends = ends.token_expires_at.unwrap();
    let mut receiver = Receiver::start().await;
    webhook(
        &service.tenant(),
        &receiver,
        json!({"events": ["session.status", "session.logged_out"]}),
    )
    .await;
    let until = |days: u64| {
        let before = Duration::from_hours(24 * days);
        ends.remaining(service.app.now()).saturating_sub(before)
    };

    service.advance(until(22));
    cloud_watch::check(&service.app.sessions).await.unwrap();
    receiver.is_empty();
    service.advance(until(20));
    for _ in 0..3 {
        cloud_watch::check(&service.app.sessions).await.unwrap();
    }
    let warning = receiver.next().await.is("session.status");
    assert_eq!(warning["accessExpiresAt"], ends.to_string(), "{warning}");
    assert_eq!(warning["status"], "CONNECTED");

    service.advance(until(0) + Duration::from_secs(1));
    cloud_watch::check(&service.app.sessions).await.unwrap();
    let mut seen = receiver.until("session.logged_out").await;
    let over = seen.pop().unwrap().is("session.logged_out");
    assert_eq!(over["reason"], "access_expired", "{over}");
    let warns = |it: &Delivery| it.json()["payload"].get("accessExpiresAt").is_some();
    assert!(!seen.iter().any(warns), "warned more than once");
}

#[tokio::test]
async fn a_signup_takes_over_from_a_code_that_is_shown() {
    let service = TestService::start_with_meta().await;
    let account = service
        .business(json!([{"phoneNumber": "+5511912345678"}]))
        .await;
    let link = service
        .signup_link(json!({"mode": "all", "sessionName": "shop"}))
        .await;
    service.tenant().qr("shop").await;
    let view = service.signed_up(&link, &account).await;
    assert_eq!(view["step"], "connected", "{view}");
    assert_eq!(view["method"], "cloud-api");
    service.settled("shop", Status::Connected).await;
}
