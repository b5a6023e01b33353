//! Policies of the host page, and messages that are not the widget's.

use anyhow::Result;
use serde_json::json;
use titan_e2e::Browser;

use super::stage::{Stage, run, wait_call, wait_value};

/// No inline style or script; the frame's own policy is the service's.
#[tokio::test]
async fn a_strict_policy_of_the_host_is_kept() -> Result<()> {
    let stage = Stage::start().await?;
    let link = stage.link(json!({})).await?;
    let service = &stage.service.startup().service_url;
    let policy = format!(
        "<meta http-equiv=content-security-policy content=\"default-src 'none'; script-src {service}; \
         frame-src {service}\">"
    );
    let browser = Browser::chromium().await?;
    let tag = stage.script(&format!("data-widget-url=\"{}\" data-mode=modal", link.url));
    browser.goto(stage.host.page(&policy, &tag)).await?;
    browser.record_policy_violations().await?;
    wait_value(
        &browser,
        "document.querySelector('dialog iframe')?.clientHeight > 300",
    )
    .await?;
    wait_value(
        &browser,
        "getComputedStyle(document.querySelector('dialog')).borderRadius === '16px'",
    )
    .await?;
    browser.enter_frame(0).await?;
    titan_e2e::WidgetPage::in_window(&browser)
        .wait_started()
        .await?;
    browser.enter_default_frame().await?;
    assert_eq!(browser.value("window.policyViolations").await?, json!([]));
    Ok(())
}

#[tokio::test]
async fn a_frame_that_a_policy_blocks_is_an_error() -> Result<()> {
    let stage = Stage::start().await?;
    let link = stage.link(json!({})).await?;
    let policy = "<meta http-equiv=content-security-policy content=\"frame-src 'none'\">";
    let browser = Browser::chromium().await?;
    browser
        .goto(stage.host.page(policy, &stage.script("")))
        .await?;
    let mount = format!(
        "TitanWidget.mount('body', {{ url: '{}', ...record }})",
        link.url
    );
    run(&browser, &mount).await?;
    assert_eq!(wait_call(&browser, "onError").await?, "not_loaded");
    Ok(())
}

#[tokio::test]
async fn forged_messages_are_not_heard() -> Result<()> {
    let stage = Stage::start().await?;
    let link = stage.link(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser.goto(stage.host.page("", &stage.script(""))).await?;
    let mount = format!(
        "TitanWidget.mount('body', {{ url: '{}', ...record }})",
        link.url
    );
    run(&browser, &mount).await?;
    wait_call(&browser, "onReady").await?;
    let forge = "const frame = document.querySelector('iframe'); \
        const success = { type: 'titan:widget', event: 'connected', session: 'forged' }; \
        postMessage(success, '*'); \
        for (const data of [null, 7, 'titan:widget', [], { type: 'titan:widget' }, \
          { type: 'titan:widget:event', event: '__proto__' }, { type: 'titan:widget:event', event: 'redirect', url: 'javascript:0' }]) \
          dispatchEvent(new MessageEvent('message', { data, source: frame.contentWindow, origin: 'http://127.0.0.1:1' })); \
        dispatchEvent(new MessageEvent('message', { data: success, source: frame.contentWindow, origin: 'https://evil.test' }));";
    run(&browser, forge).await?;
    stage.scan(&link).await?;
    assert_eq!(
        wait_call(&browser, "onConnected").await?,
        link.session.as_str()
    );
    Ok(())
}
