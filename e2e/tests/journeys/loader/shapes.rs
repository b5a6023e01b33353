//! The script tag, the module and the element, in three browsers.

use anyhow::Result;
use serde_json::json;
use titan_e2e::{Browser, Engine, wait};

use super::stage::{Stage, run, wait_call, wait_value};

async fn a_script_tag_shows_the_widget_in_its_place(engine: Engine) -> Result<()> {
    let stage = Stage::start().await?;
    let link = stage.link(json!({})).await?;
    let tag = stage.script(&format!("async data-widget-url=\"{}\"", link.url));
    let browser = Browser::of(engine).await?;
    browser
        .goto(stage.host.page("", &format!("<main>{tag}</main>")))
        .await?;
    stage.host.wait_for(&browser, 0, "ready").await?;
    // The height may change while the frame grows: without a scroll bar, there is more room.
    wait::until("the frame to be as high as its content", || async {
        let received = stage.host.received(&browser).await?;
        let last = received.iter().rfind(|one| one.data["event"] == "resize");
        let height = last.and_then(|one| one.data["height"].as_f64());
        let frame = browser.value("document.querySelector('main iframe').clientHeight");
        Ok((frame.await?.as_f64() == height && height.is_some()).then_some(()))
    })
    .await?;
    stage.scan(&link).await?;
    stage.host.wait_for(&browser, 0, "connected").await?;
    assert_eq!(stage.host.successes(&browser).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn chromium_shows_a_script_tags_widget() -> Result<()> {
    a_script_tag_shows_the_widget_in_its_place(Engine::Chromium).await
}

#[tokio::test]
async fn firefox_shows_a_script_tags_widget() -> Result<()> {
    a_script_tag_shows_the_widget_in_its_place(Engine::Firefox).await
}

#[tokio::test]
async fn webkit_shows_a_script_tags_widget() -> Result<()> {
    a_script_tag_shows_the_widget_in_its_place(Engine::WebKit).await
}

async fn the_element_and_the_module_work_like_the_script(engine: Engine) -> Result<()> {
    let stage = Stage::start().await?;
    let link = stage.link(json!({})).await?;
    let service = &stage.service.startup().service_url;
    let body = format!(
        "<script type=module>window.calls = []; const module = await import('{service}/widget/loader.mjs'); \
         window.names = Object.keys(module).sort().join(); const one = document.createElement('titan-connect'); \
         one.addEventListener('connected', (it) => calls.push(['connected', it.detail.session])); \
         one.setAttribute('url', '{}'); document.body.append(one);</script>",
        link.url
    );
    let browser = Browser::of(engine).await?;
    browser.goto(stage.host.page("", &body)).await?;
    stage.host.wait_for(&browser, 0, "ready").await?;
    stage.scan(&link).await?;
    assert_eq!(
        wait_call(&browser, "connected").await?,
        link.session.as_str()
    );
    run(&browser, "document.querySelector('titan-connect').remove()").await?;
    wait_value(&browser, "!document.querySelector('iframe')").await
}

#[tokio::test]
async fn chromium_shows_an_element_of_the_module() -> Result<()> {
    the_element_and_the_module_work_like_the_script(Engine::Chromium).await
}

#[tokio::test]
async fn firefox_shows_an_element_of_the_module() -> Result<()> {
    the_element_and_the_module_work_like_the_script(Engine::Firefox).await
}

#[tokio::test]
async fn webkit_shows_an_element_of_the_module() -> Result<()> {
    the_element_and_the_module_work_like_the_script(Engine::WebKit).await
}

#[tokio::test]
async fn a_page_may_include_the_script_more_than_once() -> Result<()> {
    let stage = Stage::start().await?;
    let browser = Browser::chromium().await?;
    let tag = stage.script("data-widget-url=http://127.0.0.1:9/");
    let module = format!(
        "<script type=module>await import('{}'); window.isDone = true;</script>",
        stage.service.url("/widget/loader.mjs")
    );
    let body = format!("{tag}{tag}{}{module}", stage.script(""));
    browser.goto(stage.host.page("", &body)).await?;
    wait_value(&browser, "window.isDone === true").await?;
    let frames = "document.querySelectorAll('iframe').length";
    assert_eq!(browser.value(frames).await?, 2);
    Ok(())
}

/// The text of a backend's error is no address of the host page.
#[tokio::test]
async fn an_element_reports_an_address_that_cannot_be_used() -> Result<()> {
    let stage = Stage::start().await?;
    let browser = Browser::chromium().await?;
    browser.goto(stage.host.page("", &stage.script(""))).await?;
    for url in [
        "ftp://example.com",
        "Internal Server Error",
        "/connect?token=x",
    ] {
        let add = format!(
            "calls.length = 0; const one = document.createElement('titan-connect'); \
             one.addEventListener('error', (it) => calls.push(['error', it.detail.reason])); \
             one.setAttribute('url', '{url}'); document.body.replaceChildren(one);"
        );
        run(&browser, &add).await?;
        assert_eq!(wait_call(&browser, "error").await?, "invalid_url", "{url}");
        let address = browser
            .value("document.querySelector('iframe').src")
            .await?;
        assert_eq!(address, "", "{url}");
    }
    Ok(())
}
