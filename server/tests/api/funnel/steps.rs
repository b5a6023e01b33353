//! The steps of a link, and how long they take.

use std::time::Duration;

use serde_json::json;

use super::{Link, came, ended, of, stats};
use crate::support::{ANA, TestService, on_both_databases};

on_both_databases!(
    a_link_goes_through_each_step_with_a_qr_code,
    a_link_goes_through_each_step_with_a_phone_code,
    a_link_that_fails_and_is_tried_again_counts_once,
);

async fn a_link_goes_through_each_step_with_a_qr_code(service: TestService) {
    let link = Link::create(&service, json!({})).await;
    came(&stats(&service).await, [1, 0, 0, 0, 0, 0]);
    of(&stats(&service).await, "none", "none");
    // A robot opens nothing.
    let robot = service.fetch_link(reqwest::Method::GET, &link.token, &[]);
    assert_eq!(robot.await.status, 200);
    came(&stats(&service).await, [1, 0, 0, 0, 0, 0]);

    for _ in 0..2 {
        assert_eq!(service.open(&link.token).await.status, 200);
        came(&stats(&service).await, [1, 1, 1, 1, 0, 0]);
        of(&stats(&service).await, "qr", "none");
    }
    ended(&stats(&service).await, json!({"open": 1}));

    service.clock.advance(Duration::from_millis(12_345));
    link.scan(&service, ANA).await;
    let stats = stats(&service).await;
    came(&stats, [1, 1, 1, 1, 1, 1]);
    ended(&stats, json!({"connected": 1}));
    of(&stats, "qr", "BR");
    let at_once = json!({"links": 1, "medianMs": 0, "p90Ms": 0});
    let later = json!({"links": 1, "medianMs": 12_300, "p90Ms": 12_300});
    let times = json!({"chosen": at_once, "shown": at_once, "scanned": later, "linked": later});
    assert_eq!(stats["times"], times);
    for line in [
        r#"titan_link_steps_total{step="created",method="none"} 1"#,
        r#"titan_link_steps_total{step="opened",method="none"} 1"#,
        r#"titan_link_steps_total{step="chosen",method="qr"} 1"#,
        r#"titan_link_steps_total{step="shown",method="qr"} 1"#,
        r#"titan_link_steps_total{step="scanned",method="qr"} 1"#,
        r#"titan_link_steps_total{step="linked",method="qr"} 1"#,
        r#"titan_link_outcomes_total{outcome="connected",method="qr"} 1"#,
        r#"titan_link_step_time_seconds_sum{step="linked",method="qr"} 12.345"#,
    ] {
        service.counts(line);
    }
}

async fn a_link_goes_through_each_step_with_a_phone_code(service: TestService) {
    let link = Link::open(&service, json!({"mode": "pairing"})).await;
    came(&stats(&service).await, [1, 1, 0, 0, 0, 0]);
    // Not a number: nothing is chosen.
    let answer = link.request_phone_code(&service, "+55").await;
    answer.refused(400, "invalid_phone_number");
    came(&stats(&service).await, [1, 1, 0, 0, 0, 0]);

    service.clock.advance(Duration::from_secs(3));
    let code = link.request_phone_code(&service, ANA).await.data(200);
    came(&stats(&service).await, [1, 1, 1, 1, 0, 0]);
    of(&stats(&service).await, "pairing", "BR");

    service.clock.advance(Duration::from_secs(4));
    let entered = service.enter_code(ANA, code["code"].as_str().unwrap());
    entered.await.data(200);
    service
        .settled(
            &link.session,
            titan_connect::domain::session::Status::Connected,
        )
        .await;
    let stats = stats(&service).await;
    came(&stats, [1, 1, 1, 1, 1, 1]);
    of(&stats, "pairing", "BR");
    assert_eq!(stats["times"]["shown"]["medianMs"], 3000, "{stats}");
    assert_eq!(stats["times"]["scanned"]["medianMs"], 7000, "{stats}");
    service.counts(r#"titan_link_steps_total{step="chosen",method="pairing"} 1"#);
    service.counts(r#"titan_link_steps_total{step="shown",method="pairing"} 1"#);
}

async fn a_link_that_fails_and_is_tried_again_counts_once(service: TestService) {
    let link = Link::open(&service, json!({"mode": "qr"})).await;
    for _ in 0..2 {
        service.fault(json!({"spoilLinks": {"times": 1}})).await;
        let mut live = service.live(&link.token).await;
        live.until("qr").await;
        let qr = service.tenant().qr(&link.session).await;
        let _refused = service.scan(ANA, &qr).await;
        live.until("failed").await;
        let stats = stats(&service).await;
        came(&stats, [1, 1, 1, 1, 0, 0]);
        ended(&stats, json!({"failed": 1}));
        let failures = json!([{"reason": "link_refused", "links": 1}]);
        assert_eq!(stats["failures"], failures);
        let renewed = service.widget_call("renew", &link.token).await;
        assert_eq!(renewed.status, 202);
    }
    service.live(&link.token).await.until("qr").await;
    link.scan(&service, ANA).await;
    let stats = stats(&service).await;
    came(&stats, [1, 1, 1, 1, 1, 1]);
    ended(&stats, json!({"connected": 1}));
    assert_eq!(
        stats["failures"][0]["links"], 1,
        "the reason stays: {stats}"
    );
    service.counts(r#"titan_link_outcomes_total{outcome="failed",method="qr"} 1"#);
    service.counts(r#"titan_link_outcomes_total{outcome="connected",method="qr"} 1"#);
}

#[tokio::test]
async fn a_phone_code_replaces_the_qr_code_as_the_method() {
    let service = TestService::start().await;
    let link = Link::open(&service, json!({})).await;
    service.clock.advance(Duration::from_secs(30));
    link.request_phone_code(&service, ANA).await.data(200);
    link.request_phone_code(&service, ANA).await.data(200);
    let stats = stats(&service).await;
    came(&stats, [1, 1, 1, 1, 0, 0]);
    of(&stats, "pairing", "BR");
    assert_eq!(stats["times"]["shown"]["medianMs"], 30_000, "{stats}");
}

#[tokio::test]
async fn a_phone_code_that_whatsapp_refuses_is_chosen_and_not_shown() {
    let service = TestService::start().await;
    let link = Link::open(&service, json!({})).await;
    service.fault(json!({"throttleCodes": {"times": 1}})).await;
    let refused = link.request_phone_code(&service, ANA).await;
    assert!(!refused.status.is_success(), "{}", refused.text());
    came(&stats(&service).await, [1, 1, 1, 0, 0, 0]);
}

/// A second page of a session shows the code that the first one has requested.
#[tokio::test]
async fn a_code_that_was_there_before_the_page_counts_as_shown() {
    let service = TestService::start().await;
    Link::open(&service, json!({"sessionName": "support"})).await;
    Link::open(&service, json!({"sessionName": "support"})).await;
    came(&stats(&service).await, [2, 2, 2, 2, 0, 0]);
    // Its codes are for any number, and this link is for one.
    let body = json!({"sessionName": "support", "phoneNumber": ANA, "mode": "pairing"});
    Link::open(&service, body).await;
    came(&stats(&service).await, [3, 3, 2, 2, 0, 0]);
}

#[tokio::test]
async fn the_country_of_a_links_number_is_known_from_the_start() {
    let service = TestService::start().await;
    Link::create(&service, json!({"phoneNumber": "+1 416 555 0123"})).await;
    of(&stats(&service).await, "none", "CA");
}
