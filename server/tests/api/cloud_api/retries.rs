//! Codes and calls that are repeated, or must not be.

use serde_json::json;
use titan_connect::domain::session::Status;

use super::signup::plain;
use crate::support::TestService;

#[tokio::test]
async fn a_code_that_is_sent_twice_is_exchanged_once() {
    let service = TestService::start_with_meta().await;
    let account = service.business(plain()).await;
    let link = service.signup_link(json!({"sessionName": "shop"})).await;
    service
        .signup(&link, json!({"type": "begin"}))
        .await
        .data(200);
    let code = json!({"type": "code", "code": service.grant(&account).await});
    let calls = (0..20).map(|_| service.signup(&link, code.clone()));
    for answer in futures_util::future::join_all(calls).await {
        answer.data(200);
    }
    service.settled("shop", Status::Connected).await;
    let counts = service.meta_counts().await;
    assert_eq!(counts["exchange"], 1, "{counts}");
    assert_eq!(counts["register"], 1, "{counts}");
}

#[tokio::test]
async fn a_code_that_came_too_late_is_explained_and_a_new_one_connects() {
    let service = TestService::start_with_meta().await;
    let account = service.business(plain()).await;
    let link = service.signup_link(json!({})).await;
    service
        .signup(&link, json!({"type": "begin"}))
        .await
        .data(200);
    let late = service.grant(&account).await;
    service.meta("clock", json!({"advanceSeconds": 31})).await;
    let mut live = service.live(&link.token).await;
    let code = json!({"type": "code", "code": late});
    service.signup(&link, code).await.data(200);
    let view = live.until_signup_rests().await;
    assert_eq!(view["signup"]["problem"], "code_expired", "{view}");

    let shown = service
        .tenant()
        .get(&format!("/api/widget/sessions/{}", link.id))
        .await;
    assert_eq!(shown.data(200)["reason"], "code_expired");

    let view = service.signed_up_again(&link, &account).await;
    assert_eq!(view["step"], "connected", "{view}");
}

#[tokio::test]
async fn what_meta_does_not_answer_is_tried_again_and_the_exchange_is_not() {
    let service = TestService::start_with_meta().await;
    let account = service.business(plain()).await;
    let fault = json!({"call": "debug_token", "kind": {"html": 500}, "times": 1});
    service.meta("faults", fault).await;
    let link = service.signup_link(json!({})).await;
    let view = service.signed_up(&link, &account).await;
    assert_eq!(view["step"], "connected", "{view}");

    let fault = json!({"call": "exchange", "kind": {"html": 500}, "times": 1});
    service.meta("faults", fault).await;
    let other = service
        .business(json!([{"phoneNumber": "+5511912345670"}]))
        .await;
    let link = service.signup_link(json!({})).await;
    let view = service.signed_up(&link, &other).await;
    assert_eq!(view["signup"]["problem"], "interrupted", "{view}");
    let counts = service.meta_counts().await;
    assert_eq!(counts["exchange"], 2, "{counts}");
}

/// The reply to a registration is lost, as in a crash after it.
/// Asking at once again would make it worse, so the person does it later.
#[tokio::test]
async fn what_meta_limits_goes_on_at_the_step_that_failed() {
    let service = TestService::start_with_meta().await;
    let account = service.business(plain()).await;
    let link = service.signup_link(json!({})).await;
    let limited = json!({"call": "register", "kind": "rateLimit", "times": 1});
    service.meta("faults", limited).await;
    let view = service.signed_up(&link, &account).await;
    let signup = &view["signup"];
    assert_eq!(signup["problem"], "rate_limited", "{view}");
    assert_eq!(signup["remedy"], "try_again");

    let retry = json!({"type": "retry"});
    service.signup(&link, retry).await.data(200);

    service.live(&link.token).await.until("connected").await;
    let counts = service.meta_counts().await;
    assert_eq!(
        (&counts["exchange"], &counts["subscribe"]),
        (&json!(1), &json!(1))
    );
}

#[tokio::test]
async fn a_registration_whose_answer_was_lost_is_not_repeated() {
    let service = TestService::start_with_meta().await;
    let account = service.business(plain()).await;
    let fault = json!({"call": "register", "kind": "dropReply", "times": 1});
    service.meta("faults", fault).await;
    let link = service.signup_link(json!({})).await;
    let view = service.signed_up(&link, &account).await;
    assert_eq!(view["step"], "connected", "{view}");
    let number = service.meta_number(account.number_id(0)).await;
    assert_eq!(
        number["registrations"]
            .as_array()
            .map_or(0, Vec::len)
            .max(1),
        1,
        "{number}"
    );
    let counts = service.meta_counts().await;
    assert_eq!(counts["register"], 1, "{counts}");
}
