//! Which number a link may connect: the one that it is for, and one that no other session has.

use serde_json::{Value, json};
use titan_connect::domain::session::Status;

use super::signup::{plain, two};
use crate::support::{ANA, TestService};

#[tokio::test]
async fn a_link_for_another_number_registers_nothing() {
    let service = TestService::start_with_meta().await;
    let account = service.business(plain()).await;
    let link = service
        .signup_link(json!({"phoneNumber": "+55 11 91234-0000"}))
        .await;
    let view = service.signed_up(&link, &account).await;
    assert_eq!(view["signup"]["problem"], "wrong_number", "{view}");
    let counts = service.meta_counts().await;
    assert_eq!(counts["subscribe"], Value::Null, "{counts}");
}

#[tokio::test]
async fn of_several_numbers_the_one_that_the_link_is_for_is_connected() {
    let service = TestService::start_with_meta().await;
    let account = service.business(two()).await;
    let link = service
        .signup_link(json!({"phoneNumber": "+5511912345679"}))
        .await;
    let view = service.signed_up(&link, &account).await;
    assert_eq!(view["phoneNumber"], "+5511912345679", "{view}");
}

#[tokio::test]
async fn a_number_that_another_session_has_is_refused_before_anything_is_registered() {
    let service = TestService::start_with_meta().await;
    let account = service.business(plain()).await;
    let first = service.signup_link(json!({})).await;
    service.signed_up(&first, &account).await;
    let before = service.meta_counts().await;

    let second = service.signup_link(json!({})).await;
    let view = service.signed_up(&second, &account).await;

    assert_eq!(
        view["signup"]["problem"], "number_already_connected",
        "{view}"
    );
    let after = service.meta_counts().await;
    assert_eq!(after["register"], before["register"]);
    assert_eq!(after["subscribe"], before["subscribe"]);
}

#[tokio::test]
async fn of_two_signups_for_one_number_at_once_one_connects() {
    for _ in 0..10 {
        let service = TestService::start_with_meta().await;
        let account = service.business(plain()).await;
        let (first, second) = (
            service.signup_link(json!({})).await,
            service.signup_link(json!({})).await,
        );
        let views = futures_util::future::join(
            service.signed_up(&first, &account),
            service.signed_up(&second, &account),
        );
        let (first, second) = views.await;
        let connected = [&first, &second]
            .iter()
            .filter(|it| it["step"] == "connected")
            .count();
        assert_eq!(connected, 1, "{first} {second}");
        let counts = service.meta_counts().await;
        assert_eq!(counts["register"], 1, "{counts}");
    }
}

/// The account that was connected first stays usable.
#[tokio::test]
async fn of_two_links_to_one_session_one_connects_its_number() {
    for lock in [json!(null), json!("+5511912345670")] {
        let service = TestService::start_with_meta().await;
        let (mine, theirs) = (
            service.business(plain()).await,
            service
                .business(json!([{"phoneNumber": "+5511912345670"}]))
                .await,
        );
        let first = service.signup_link(json!({"sessionName": "shop"})).await;
        let fields = json!({"sessionName": "shop", "phoneNumber": lock});
        let second = service.signup_link(fields).await;
        let begin = json!({"type": "begin"});
        service.signup(&second, begin).await.data(200);
        service.signed_up(&first, &mine).await;
        let session = service.settled("shop", Status::Connected).await;

        let code = json!({"type": "code", "code": service.grant(&theirs).await});
        let answer = service.signup(&second, code).await;
        if answer.status == 200 {
            service.live(&second.token).await.until_signup_rests().await;
        }

        let account = service.app.store.cloud_account(&session.id).await.unwrap();
        let account = account.expect("the session has its account");
        assert_eq!(
            account.phone_number_id.as_str(),
            mine.number_id(0),
            "{lock}"
        );
        let number = service.meta_number(theirs.number_id(0)).await;
        assert_eq!(number["hosting"], "unregistered", "{number}");
    }
}

/// WhatsApp keeps some numbers in the spelling of an earlier plan. Meta reports the one of today.
#[tokio::test]
async fn a_number_that_a_phone_has_linked_is_refused_in_every_spelling() {
    for (linked, is_stopped) in [(ANA, false), (ANA, true), ("+551199990001", true)] {
        let service = TestService::start_with_meta().await;
        service.add_phone("+551199990001").await;
        let tenant = service.tenant();
        tenant.create_session("support").await;
        let qr = tenant.qr("support").await;
        service.scan(linked, &qr).await.data(200);
        service.settled("support", Status::Connected).await;
        if is_stopped {
            let stop = "/api/sessions/support/stop";
            tenant.post(stop, json!({})).await.data(200);
        }
        let account = service.business(json!([{"phoneNumber": ANA}])).await;
        let link = service.signup_link(json!({})).await;
        let view = service.signed_up(&link, &account).await;
        assert_eq!(
            view["signup"]["problem"], "number_already_connected",
            "{linked} {view}"
        );
    }
}
