//! From the code to the connected number.

use serde_json::{Value, json};
use titan_connect::domain::session::Status;

use crate::support::outbox::webhook;
use crate::support::{Receiver, TestService};

pub fn plain() -> Value {
    json!([{"phoneNumber": "+5511912345678", "verifiedName": "Padaria Azul"}])
}

pub fn two() -> Value {
    json!([{"phoneNumber": "+5511912345678"}, {"phoneNumber": "+5511912345679"}])
}

#[tokio::test]
async fn a_granted_number_is_registered_and_connected() {
    let service = TestService::start_with_meta().await;
    let account = service.business(plain()).await;
    let link = service.signup_link(json!({"sessionName": "shop"})).await;

    let view = service.signed_up(&link, &account).await;

    assert_eq!(view["step"], "connected", "{view}");
    assert_eq!(view["method"], "cloud-api");
    service.settled("shop", Status::Connected).await;
    let session = service.tenant().get("/api/sessions/shop").await.data(200);
    assert_eq!(session["method"], "cloud-api", "{session}");
    assert_eq!(session["platform"], "cloud-api");
    assert_eq!(session["phoneNumber"], "+5511912345678");
    assert_eq!(session["businessName"], "Padaria Azul");
    assert_eq!(session["lid"], Value::Null);
    let counts = service.meta_counts().await;
    assert_eq!(counts["exchange"], 1, "{counts}");
    assert_eq!(counts["register"], 1, "{counts}");
    let number = service.meta_number(account.number_id(0)).await;
    assert_eq!(number["hosting"], "cloudApi", "{number}");
}

#[tokio::test]
async fn the_tenant_gets_the_same_events_as_for_a_scan() {
    let service = TestService::start_with_meta().await;
    let mut receiver = Receiver::start().await;
    webhook(&service.tenant(), &receiver, json!({})).await;
    let account = service.business(plain()).await;
    let fields = json!({"sessionName": "shop", "state": "cart-7"});
    let link = service.signup_link(fields).await;
    service.signed_up(&link, &account).await;

    let mut seen = receiver.until("widget.completed").await;
    let completed = seen.pop().unwrap().is("widget.completed");
    assert_eq!(completed["state"], "cart-7", "{completed}");
    assert_eq!(completed["phoneNumber"], "+5511912345678");
    assert_eq!(completed["method"], "cloud-api");
    let names: Vec<Value> = seen.iter().map(|it| it.json()["event"].clone()).collect();
    assert_eq!(names, ["session.status", "session.connected"]);
    let connected = seen[1].is("session.connected");
    assert_eq!(connected["method"], "cloud-api", "{connected}");
    assert_eq!(connected["lid"], Value::Null);
}

#[tokio::test]
async fn of_several_numbers_the_person_chooses_one() {
    let service = TestService::start_with_meta().await;
    let account = service.business(two()).await;
    let link = service.signup_link(json!({})).await;

    let view = service.signed_up(&link, &account).await;
    assert_eq!(view["signup"]["state"], "choosing", "{view}");
    assert_eq!(view["signup"]["numbers"].as_array().unwrap().len(), 2);

    let choice = json!({"type": "choose", "number": account.number_id(1)});
    let mut live = service.live(&link.token).await;
    service.signup(&link, choice).await.data(200);
    let view = live.until("connected").await;
    assert_eq!(view["phoneNumber"], "+5511912345679", "{view}");
    let other = service.meta_number(account.number_id(0)).await;
    assert_eq!(other["hosting"], "unregistered", "{other}");
}

#[tokio::test]
async fn a_number_that_was_not_offered_cannot_be_chosen() {
    let service = TestService::start_with_meta().await;
    let account = service.business(two()).await;
    let foreign = service
        .business(json!([{"phoneNumber": "+5511912345670"}]))
        .await;
    let link = service.signup_link(json!({})).await;
    service.signed_up(&link, &account).await;

    let choice = json!({"type": "choose", "number": foreign.number_id(0)});
    service
        .signup(&link, choice)
        .await
        .refused(409, "signup_not_expected");
}

#[tokio::test]
async fn an_account_without_a_number_waits_for_one() {
    let service = TestService::start_with_meta().await;
    let account = service.business(json!([])).await;
    let link = service.signup_link(json!({"sessionName": "shop"})).await;
    let view = service.signed_up(&link, &account).await;
    assert_eq!(view["signup"]["state"], "no_number", "{view}");

    let number = json!({"wabaId": account.waba_id, "phoneNumber": "+5511912345678"});
    service.meta("numbers", number).await;
    service
        .signup(&link, json!({"type": "retry"}))
        .await
        .data(200);
    service.settled("shop", Status::Connected).await;
}

/// The browser may be gone by then.
#[tokio::test]
async fn a_number_that_meta_reports_later_is_connected_without_the_person() {
    let service = TestService::start_with_meta().await;
    let account = service.business(json!([])).await;
    let link = service.signup_link(json!({"sessionName": "shop"})).await;
    let view = service.signed_up(&link, &account).await;
    assert_eq!(view["signup"]["state"], "no_number", "{view}");
    let number = json!({"wabaId": account.waba_id, "phoneNumber": "+5511912345678"});
    service.meta("numbers", number).await;
    let added = json!({"partnerAdded": {"wabaId": account.waba_id}});
    service.meta("webhooks", added).await;
    service.settled("shop", Status::Connected).await;
}

#[tokio::test]
async fn a_number_with_a_pin_of_its_owner_asks_for_it() {
    let service = TestService::start_with_meta().await;
    let numbers = json!([{"phoneNumber": "+5511912345678", "pin": "123456"}]);
    let account = service.business(numbers).await;
    let link = service.signup_link(json!({"sessionName": "shop"})).await;
    let view = service.signed_up(&link, &account).await;
    assert_eq!(view["signup"]["state"], "needs_pin", "{view}");

    for bad in ["12345", "abcdef"] {
        let pin = json!({"type": "pin", "pin": bad});
        service.signup(&link, pin).await.refused(400, "invalid_pin");
    }
    let wrong = json!({"type": "pin", "pin": "000000"});
    service.signup(&link, wrong).await.data(200);
    let view = service.live(&link.token).await.until_signup_rests().await;
    assert_eq!(view["signup"]["state"], "needs_pin", "{view}");
    let right = json!({"type": "pin", "pin": "123456"});
    service.signup(&link, right).await.data(200);
    service.settled("shop", Status::Connected).await;
}

#[tokio::test]
async fn a_number_of_the_business_app_is_not_registered() {
    let service = TestService::start_with_meta().await;
    let numbers = json!([{"phoneNumber": "+5511912345678", "hosting": "businessApp"}]);
    let account = service.business(numbers).await;
    let link = service.signup_link(json!({"sessionName": "shop"})).await;
    service
        .signup(&link, json!({"type": "begin"}))
        .await
        .data(200);
    let report = json!({"type": "report", "wabaIds": [account.waba_id], "coexistence": true});
    service.signup(&link, report).await.data(200);

    let view = service.signed_up(&link, &account).await;

    assert_eq!(view["step"], "connected", "{view}");
    // Meta wants to be asked for contacts and history, which happens after the connection.
    service.until_meta_count("smb_app_data", 2).await;
    let counts = service.meta_counts().await;
    assert_eq!(counts["register"], Value::Null, "{counts}");
}

#[tokio::test]
async fn a_link_that_ended_takes_no_code() {
    let service = TestService::start_with_meta().await;
    let account = service.business(plain()).await;
    let link = service.signup_link(json!({})).await;
    service
        .signup(&link, json!({"type": "begin"}))
        .await
        .data(200);
    let code = json!({"type": "code", "code": service.grant(&account).await});
    service.widget_call("cancel", &link.token).await.data(200);
    service
        .signup(&link, code)
        .await
        .refused(403, "invalid_widget_token");
    assert_eq!(service.meta_counts().await["exchange"], Value::Null);
}

/// The person is in Meta's window when the fifteen minutes are over.
#[tokio::test]
async fn a_signup_that_was_begun_in_time_may_finish_after_its_link() {
    let service = TestService::start_with_meta().await;
    let account = service.business(plain()).await;
    let link = service.signup_link(json!({"sessionName": "shop"})).await;
    let late = service.signup_link(json!({})).await;
    service
        .signup(&link, json!({"type": "begin"}))
        .await
        .data(200);
    service
        .clock
        .advance(std::time::Duration::from_secs(16 * 60));

    let code = json!({"type": "code", "code": service.grant(&account).await});
    service.signup(&link, code).await.data(200);

    service.settled("shop", Status::Connected).await;
    service
        .signup(&late, json!({"type": "begin"}))
        .await
        .refused(403, "invalid_widget_token");
}

#[tokio::test]
async fn a_code_of_one_link_connects_nothing_in_another_tenants_link() {
    let service = TestService::start_with_meta().await;
    let account = service.business(plain()).await;
    let other = service.other_tenant().await;
    let body = json!({"mode": "cloud-api", "sessionName": "theirs"});
    let theirs = other.create_widget_session(body).await;
    let link = service.signup_link(json!({"sessionName": "shop"})).await;
    service.signed_up(&link, &account).await;
    let answer = other.get("/api/sessions/theirs").await.data(200);
    assert_eq!(answer["status"], "DISCONNECTED", "{answer} {theirs}");
    other
        .get("/api/sessions/shop")
        .await
        .refused(404, "session_not_found");
}
