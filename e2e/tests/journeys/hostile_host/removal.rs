//! The host removes the frame in mid-flow and puts it back: the number is linked, and it is reported once.

use anyhow::{Context as _, Result};
use serde_json::json;
use titan_e2e::Browser;

use crate::loader::stage::{Stage, run, wait_value};

/// Removes the frame and puts it back, which loads it again. Waits until it has started.
async fn replace_frame(browser: &Browser) -> Result<()> {
    let replace = "window.frame ??= document.querySelector('iframe'); const place = frame.parentNode; \
        const { length } = received; frame.remove(); place.append(frame); \
        window.isBack = () => received.slice(length).some(({ data }) => data.event === 'ready');";
    run(browser, replace).await?;
    wait_value(browser, "isBack()").await
}

#[tokio::test]
async fn a_frame_that_is_removed_and_put_back_links_a_number_once() -> Result<()> {
    let stage = Stage::start().await?;
    let browser = Browser::chromium().await?;
    let link = stage.link(json!({})).await?;
    stage.host.show(&browser, &link).await?;
    replace_frame(&browser).await.context("the code is shown")?;

    let refuse = |times| json!({"refuseLogins": {"reason": 503, "times": times}});
    stage.service.inject_fault(refuse(1000)).await?;
    stage.scan(&link).await?;
    let is_scanned = "received.some(({ data }) => data.step === 'scanned')";
    wait_value(&browser, is_scanned).await?;
    replace_frame(&browser)
        .await
        .context("a phone has scanned")?;

    stage.service.inject_fault(refuse(1)).await?;
    stage.host.wait_for(&browser, 0, "connected").await?;
    assert_eq!(stage.host.successes(&browser).await?.len(), 1);

    // A widget cannot know what another one has reported.
    replace_frame(&browser).await.context("it is connected")?;
    let is_reported = "received.filter(({ data }) => data.type === 'titan:widget').length === 2";
    wait_value(&browser, is_reported).await
}

/// A widget of the loader whose frame the host moves: the new window is the one that counts.
#[tokio::test]
async fn the_loader_follows_a_frame_that_is_moved() -> Result<()> {
    let stage = Stage::start().await?;
    let browser = Browser::chromium().await?;
    let link = stage.link(json!({})).await?;
    browser.goto(stage.host.page("", &stage.script(""))).await?;
    let mount = format!(
        "TitanWidget.mount('body', {{ url: '{}', ...record }})",
        link.url
    );
    run(&browser, &mount).await?;
    wait_value(&browser, "calls.length === 1").await?;
    replace_frame(&browser).await?;
    stage.scan(&link).await?;
    wait_value(&browser, "calls.length === 3").await?;
    let calls = json!([
        ["onReady", null],
        ["onReady", null],
        ["onConnected", link.session]
    ]);
    assert_eq!(browser.value("calls").await?, calls);
    Ok(())
}
