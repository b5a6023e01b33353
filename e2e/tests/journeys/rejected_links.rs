//! Links without a token, with a forged one, or with an expired one are rejected.

use std::time::Duration;

use anyhow::Result;
use serde_json::json;
use titan_e2e::{Browser, Service, WidgetPage, tenant};

/// Longer than the fifteen minutes a widget session lives.
const TOO_LATE: Duration = Duration::from_secs(16 * 60);

#[tokio::test]
async fn a_missing_token_is_rejected_with_a_page() -> Result<()> {
    let service = Service::start().await?;
    for path in ["/widget/connect", "/widget/connect?token="] {
        check_rejected(&service.url(path), "Missing widget token").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_tampered_token_is_rejected() -> Result<()> {
    let service = Service::start().await?;
    let link = service.tenant().create_widget_session(json!({})).await?;
    let (claims, signature) = link.token.split_once('.').expect("a token has two parts");
    let forgeries = [
        format!("{claims}.{}", flip_first(signature)),
        format!("{}.{signature}", flip_middle(claims)),
        format!("{claims}."),
        claims.to_owned(),
        "eyJ".to_owned(),
        format!("{}x", link.token),
    ];
    for forged in forgeries {
        check_rejected(
            &service.url(&format!("/widget/connect?token={forged}")),
            "Invalid widget token",
        )
        .await?;
        assert_eq!(live_status(&service, &forged).await?, 403);
    }
    Ok(())
}

#[tokio::test]
async fn an_expired_token_is_rejected_and_opens_no_stream() -> Result<()> {
    let mut service = Service::start().await?;
    let link = service.tenant().create_widget_session(json!({})).await?;
    let opened = tenant::http().get(&link.url).send().await?;
    assert_eq!(opened.status(), 200, "accepted until it expires");

    service.restart_with_clock_ahead(TOO_LATE).await?;

    check_rejected(&link.url, "Invalid widget token").await?;
    assert_eq!(live_status(&service, &link.token).await?, 403);
    Ok(())
}

#[tokio::test]
async fn a_rejection_is_a_page_with_heading_cause_and_next_step() -> Result<()> {
    let service = Service::start().await?;
    let browser = Browser::chromium().await?;
    browser
        .goto(service.url("/widget/connect?token=eyJ.x"))
        .await?;
    let page = WidgetPage::in_window(&browser);
    assert_eq!(page.step().await?.as_deref(), Some("refused"));
    assert_eq!(browser.title().await?, "Invalid widget token");
    let text = page.text().await?;
    assert!(
        text.lines().filter(|line| !line.trim().is_empty()).count() >= 3,
        "heading, what happened, what next: {text}"
    );
    Ok(())
}

async fn check_rejected(url: &str, heading: &str) -> Result<()> {
    let answer = tenant::http().get(url).send().await?;
    let status = answer.status();
    let caching = answer.headers().get("cache-control").cloned();
    let body = answer.text().await?;
    assert_eq!(status, 403, "{heading}");
    assert_eq!(
        caching.as_ref().and_then(|value| value.to_str().ok()),
        Some("no-store")
    );
    assert!(
        body.contains(&format!("<h1>{heading}</h1>")),
        "{heading} is not the page's heading: {body}"
    );
    Ok(())
}

async fn live_status(service: &Service, token: &str) -> Result<u16> {
    let answer = tenant::http()
        .get(service.url("/widget/live"))
        .bearer_auth(token)
        .send()
        .await?;
    Ok(answer.status().as_u16())
}

/// Changes the first character: the last one may contain bits that are not decoded.
fn flip_first(text: &str) -> String {
    let other = if text.starts_with('A') { 'B' } else { 'A' };
    format!("{other}{}", &text[1..])
}

fn flip_middle(text: &str) -> String {
    let middle = text.len() / 2;
    format!("{}{}", &text[..middle], flip_first(&text[middle..]))
}
