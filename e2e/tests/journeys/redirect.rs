//! At top level the page redirects the person to the tenant's address, with a signed query.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;
use thirtyfour::By;
use titan_e2e::{Browser, HostPage, Service, WidgetPage, wait};
use url::Url;

#[tokio::test]
async fn at_top_level_success_redirects_with_a_signed_query() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana, host) = (service.tenant(), service.ana(), HostPage::open().await?);
    let link = tenant
        .create_widget_session(json!({ "callbackUrl": host.callback_url(), "state": "a b&c=d" }))
        .await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;

    ana.scan_screen(&browser).await?;

    let address = wait_redirected(&browser, &host).await?;
    let query: BTreeMap<String, String> = address.query_pairs().into_owned().collect();
    let parameter = |name: &str| query.get(name).map(String::as_str);
    assert_eq!(parameter("session"), Some(link.session.as_str()));
    assert_eq!(parameter("status"), Some("connected"));
    assert_eq!(parameter("method"), Some("qr"));
    assert_eq!(parameter("state"), Some("a b&c=d"));
    assert_eq!(
        parameter("order"),
        Some("7"),
        "the tenant's own query is kept"
    );
    assert!(
        parameter("ts").is_some_and(|ts| ts.parse::<u64>().is_ok()),
        "ts: {:?}",
        parameter("ts")
    );
    verify(&query, &service.startup().redirect_secret)?;
    assert!(
        host.requests()
            .iter()
            .all(|request| request.referrer.is_none()),
        "a Referer was sent: {:?}",
        host.requests()
    );
    Ok(())
}

#[tokio::test]
async fn cancelling_redirects_too() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, host) = (service.tenant(), HostPage::open().await?);
    let link = tenant
        .create_widget_session(json!({ "callbackUrl": host.callback_url() }))
        .await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;

    widget.click("Cancel").await?;

    let query: BTreeMap<String, String> = wait_redirected(&browser, &host)
        .await?
        .query_pairs()
        .into_owned()
        .collect();
    assert_eq!(query.get("status").map(String::as_str), Some("cancelled"));
    verify(&query, &service.startup().redirect_secret)
}

async fn wait_redirected(browser: &Browser, host: &HostPage) -> Result<Url> {
    let address = wait::until("the redirect to the host", || async {
        let address = browser.current_url().await?;
        Ok(address
            .as_str()
            .starts_with(&host.origin)
            .then_some(address))
    })
    .await?;
    browser
        .find(By::Css("#arrived"))
        .await
        .context("the host's own page is shown")?;
    Ok(address)
}

/// Verifies as docs/EMBEDDING.md describes it.
fn verify(query: &BTreeMap<String, String>, secret: &str) -> Result<()> {
    let signed = query.iter().filter(|(name, _)| *name != "sig");
    let text = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(signed)
        .finish();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())?;
    mac.update(text.as_bytes());
    let expected: String = mac
        .finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(query.get("sig"), Some(&expected), "over {text}");
    Ok(())
}
