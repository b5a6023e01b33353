//! What the loader does with the link: its address, a new one, and the redirect at the end.

use anyhow::{Context as _, Result};
use serde_json::json;
use titan_e2e::Browser;

use super::stage::{Stage, run, wait_call, wait_value};

#[tokio::test]
async fn an_expired_link_is_replaced_by_the_function() -> Result<()> {
    let stage = Stage::start().await?;
    let (first, second) = (stage.link(json!({})).await?, stage.link(json!({})).await?);
    let browser = Browser::chromium().await?;
    browser.goto(stage.host.page("", &stage.script(""))).await?;
    let mount = format!(
        "const urls = ['{}', '{}']; TitanWidget.mount(document.body, {{ url: async () => urls.shift(), ...record }})",
        first.url, second.url
    );
    run(&browser, &mount).await?;
    wait_call(&browser, "onReady").await?;
    stage.service.tenant().revoke(&first).await?;
    wait_value(
        &browser,
        "calls.filter((call) => call[0] === 'onReady').length === 2",
    )
    .await?;
    stage.scan(&second).await?;
    let session = wait_call(&browser, "onConnected").await?;
    assert_eq!(session, second.session.as_str());
    wait_value(&browser, "!calls.some((call) => call[0] === 'onExpired')").await
}

#[tokio::test]
async fn the_host_page_is_redirected_at_the_end() -> Result<()> {
    let stage = Stage::start().await?;
    let link = stage
        .link(json!({"callbackUrl": stage.host.callback_url()}))
        .await?;
    let browser = Browser::chromium().await?;
    let tag = stage.script(&format!("data-widget-url=\"{}\"", link.url));
    browser.goto(stage.host.page("", &tag)).await?;
    stage.host.wait_for(&browser, 0, "ready").await?;
    stage.scan(&link).await?;
    wait_value(&browser, "!!document.querySelector('#arrived')").await?;
    let address = browser.current_url().await?;
    let query = address.query().unwrap_or_default();
    assert!(
        query.contains("status=connected") && query.contains("sig="),
        "{query}"
    );
    Ok(())
}

/// Every shape adds the theme and the language to the address, and keeps the query that it has.
#[tokio::test]
async fn theme_and_language_are_part_of_the_address() -> Result<()> {
    let stage = Stage::start().await?;
    let link = "http://127.0.0.1:9/connect?token=a%2Bb";
    let tag = |attributes: &str| stage.script(&format!("data-widget-url={link} {attributes}"));
    let element =
        |attributes: &str| format!("<titan-connect url={link} {attributes}></titan-connect>");
    let script = |call: &str| format!("<script>TitanWidget.{call}</script>");
    let cases = [
        (
            tag("data-theme=dark data-locale=pt-BR"),
            "&theme=dark&locale=pt-BR",
        ),
        (tag(""), ""),
        (element("theme=light locale=he"), "&theme=light&locale=he"),
        (element(""), ""),
        (
            script(&format!(
                "mount('main', {{url: '{link}&theme=auto', theme: 'dark'}})"
            )),
            "&theme=dark",
        ),
        (
            script(&format!(
                "mount('main', {{url: async () => '{link}', locale: 'ar'}})"
            )),
            "&locale=ar",
        ),
        (
            script(&format!(
                "open({{url: '{link}', theme: 'light', locale: ''}})"
            )),
            "&theme=light",
        ),
    ];
    let browser = Browser::chromium().await?;
    for (html, added) in cases {
        let body = format!("<main></main>{}{html}", stage.script(""));
        browser.goto(stage.host.page("", &body)).await?;
        let is_so = format!("document.querySelector('iframe')?.src === '{link}{added}'");
        wait_value(&browser, &is_so).await.with_context(|| html)?;
    }
    Ok(())
}
