//! `GET /widget/meta`: Meta's window comes back here when it was opened as a page.

use serde_json::{Value, json};
use titan_connect::domain::session::Status;
use url::Url;

use crate::support::meta::{APP_ID, Account, SignupLink};
use crate::support::{Answer, TestService, finish};

/// The address of Meta's window as a page, as the link's page has it.
async fn page_url(service: &TestService, link: &SignupLink) -> Url {
    let (_, boot) = service.live(&link.token).await.next().await.unwrap();
    boot["meta"]["pageUrl"].as_str().unwrap().parse().unwrap()
}

fn parameter(url: &Url, name: &str) -> String {
    let mut pairs = url.query_pairs();
    pairs.find(|pair| pair.0 == name).unwrap().1.into_owned()
}

async fn come_back(service: &TestService, query: &[(&str, &str)]) -> Answer {
    let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let browser = browser.build().unwrap();
    finish(
        browser
            .get(format!("{}/widget/meta", service.url))
            .query(query),
    )
    .await
}

async fn grant(service: &TestService, account: &Account, page: &Url) -> String {
    let address = parameter(page, "redirect_uri");
    let body = json!({"appId": APP_ID, "wabaIds": [account.waba_id], "redirectUri": address});
    let granted = service.meta("grant", body).await;
    granted["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_code_connects_and_leaves_the_address() {
    let service = TestService::start_with_meta().await;
    let account = service
        .business(json!([{"phoneNumber": "+5511912345678"}]))
        .await;
    let link = service.signup_link(json!({"sessionName": "shop"})).await;
    service
        .signup(&link, json!({"type": "begin"}))
        .await
        .data(200);
    let page = page_url(&service, &link).await;
    let (state, code) = (
        parameter(&page, "state"),
        grant(&service, &account, &page).await,
    );
    for _ in 0..2 {
        // The second time is a reload of the address.
        let answer = come_back(&service, &[("code", &code), ("state", &state)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert_eq!(
            answer.header("location"),
            format!("/widget/connect/{}", link.id)
        );
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    service.settled("shop", Status::Connected).await;
    assert_eq!(service.meta_counts().await["exchange"], 1);
}

#[tokio::test]
async fn who_gave_up_comes_back_to_the_link() {
    let service = TestService::start_with_meta().await;
    let link = service.signup_link(json!({})).await;
    let state = parameter(&page_url(&service, &link).await, "state");
    let query = [
        ("error", "access_denied"),
        ("error_reason", "user_denied"),
        ("state", &state),
    ];
    let answer = come_back(&service, &query).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(
        answer.header("location"),
        format!("/widget/connect/{}", link.id)
    );
    assert_eq!(service.meta_counts().await["exchange"], Value::Null);
}

/// Nobody can hand their own code to another person's link.
#[tokio::test]
async fn a_state_that_was_not_issued_here_is_refused() {
    let service = TestService::start_with_meta().await;
    let account = service
        .business(json!([{"phoneNumber": "+5511912345678"}]))
        .await;
    let link = service.signup_link(json!({})).await;
    let page = page_url(&service, &link).await;
    let code = grant(&service, &account, &page).await;
    let state = parameter(&page, "state");
    let changed = [&state[..state.len() - 4], "AAAA"].concat();
    for state in [
        "",
        "x",
        link.id.as_str(),
        link.token.as_str(),
        changed.as_str(),
    ] {
        let answer = come_back(&service, &[("code", &code), ("state", state)]).await;
        assert_eq!(answer.status, 403, "{state}: {}", answer.text());
        assert!(!answer.text().contains(&code), "{}", answer.text());
    }
    assert_eq!(service.meta_counts().await["exchange"], Value::Null);
}
