//! What the browser reports of Meta's window: a choice among what the token covers.

use serde_json::{Value, json};

use super::signup::{plain, two};
use crate::support::TestService;

/// What the browser reports is a claim.
#[tokio::test]
async fn ids_that_the_token_does_not_cover_connect_nothing() {
    let service = TestService::start_with_meta().await;
    let account = service.business(plain()).await;
    let foreign = service
        .business(json!([{"phoneNumber": "+5511912345670"}]))
        .await;
    for (wabas, number) in [
        (json!([foreign.waba_id]), json!(null)),
        (json!([account.waba_id]), json!(foreign.number_id(0))),
        (json!(["../me"]), json!(null)),
    ] {
        let link = service.signup_link(json!({})).await;
        service
            .signup(&link, json!({"type": "begin"}))
            .await
            .data(200);
        let report = json!({"type": "report", "wabaIds": wabas, "phoneNumberId": number});
        service.signup(&link, report.clone()).await.data(200);
        let view = service.signed_up(&link, &account).await;
        assert_eq!(view["signup"]["problem"], "not_granted", "{report}");
        assert_eq!(view["signup"]["remedy"], "sign_up_again");
    }
    let counts = service.meta_counts().await;
    assert_eq!(counts["register"], Value::Null, "{counts}");
    assert_eq!(counts["subscribe"], Value::Null, "{counts}");
}

#[tokio::test]
async fn a_report_names_one_of_several_numbers() {
    let service = TestService::start_with_meta().await;
    let account = service.business(two()).await;
    let link = service.signup_link(json!({})).await;
    service
        .signup(&link, json!({"type": "begin"}))
        .await
        .data(200);
    let report = json!({
        "type": "report", "wabaIds": [account.waba_id], "phoneNumberId": account.number_id(1),
    });
    service.signup(&link, report).await.data(200);

    let view = service.signed_up(&link, &account).await;

    assert_eq!(view["phoneNumber"], "+5511912345679", "{view}");
}

/// The browser sends both as soon as it has them, and neither waits for the other.
#[tokio::test]
async fn a_report_counts_whenever_it_comes() {
    for (before, during) in [
        (None, "exchange"),
        (Some("exchange"), "debug_token"),
        (Some("debug_token"), "phone_numbers"),
    ] {
        let service = TestService::start_with_meta().await;
        let account = service.business(two()).await;
        let link = service.signup_link(json!({})).await;
        let begin = json!({"type": "begin"});
        service.signup(&link, begin).await.data(200);
        let slow = json!({"call": during, "kind": {"slowMs": 300}, "times": 1});
        service.meta("faults", slow).await;
        let code = json!({"type": "code", "code": service.grant(&account).await});
        service.signup(&link, code).await.data(200);
        if let Some(before) = before {
            service.until_meta_count(before, 1).await;
        }
        let report = json!({"type": "report", "wabaIds": [account.waba_id],
            "phoneNumberId": account.number_id(1)});
        service.signup(&link, report).await.data(200);
        let view = service.live(&link.token).await.until_signup_rests().await;
        assert_eq!(view["phoneNumber"], "+5511912345679", "{during}: {view}");
    }
}

#[tokio::test]
async fn a_report_after_the_question_answers_it() {
    let service = TestService::start_with_meta().await;
    let account = service.business(two()).await;
    let link = service.signup_link(json!({})).await;
    let view = service.signed_up(&link, &account).await;
    assert_eq!(view["signup"]["state"], "choosing", "{view}");
    let report = |id: &str| json!({"type": "report", "wabaIds": [], "phoneNumberId": id});
    service.signup(&link, report("999")).await.data(200);
    service
        .signup(&link, report(account.number_id(1)))
        .await
        .data(200);
    let view = service.live(&link.token).await.until("connected").await;
    assert_eq!(view["phoneNumber"], "+5511912345679", "{view}");
}
