//! With the keyboard alone, and with a screen reader.

use anyhow::Result;
use protocol::words::words;
use serde_json::json;
use thirtyfour::Key;
use titan_e2e::{Browser, Setup, WidgetPage, wait};

/// More than the page has tab stops.
const ENOUGH_TABS: usize = 12;

#[tokio::test]
async fn the_keyboard_alone_is_enough_to_get_a_new_code() -> Result<()> {
    let service = Setup::default().speed(20).start().await?;
    let link = service.tenant().create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_step(&["timed_out"]).await?;

    tab_to(&browser, "Show a new code").await?;
    browser.press_key(Key::Enter).await?;

    widget.wait_step(&["qr"]).await?;
    Ok(())
}

#[tokio::test]
async fn a_screen_reader_gets_the_page_and_its_changes() -> Result<()> {
    let service = Setup::default().start().await?;
    let (tenant, ana) = (service.tenant(), service.ana());
    let link = tenant.create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;
    assert!(!browser.title().await?.is_empty());
    assert_eq!(
        browser.value("document.documentElement.lang").await?,
        json!("en")
    );
    assert_eq!(
        browser
            .value("[...document.querySelectorAll('h1')].filter((one) => one.getClientRects().length).length")
            .await?,
        json!(1)
    );
    assert_eq!(
        browser
            .value("document.querySelector('#qr').getAttribute('role')")
            .await?,
        json!("img")
    );

    ana.scan_screen(&browser).await?;
    widget.wait_step(&["connected"]).await?;

    wait::until("the live region to announce it", || async {
        let text = browser.value("[...document.querySelectorAll('[role=status]')].map((one) => one.textContent).join(' ')").await?;
        Ok(text.as_str().is_some_and(|text| text.contains(words("en").connected.title)).then_some(()))
    })
    .await
}

async fn tab_to(browser: &Browser, words: &str) -> Result<()> {
    for _ in 0..ENOUGH_TABS {
        if browser
            .value("document.activeElement?.textContent.trim()")
            .await?
            == json!(words)
        {
            return Ok(());
        }
        browser.press_key(Key::Tab).await?;
    }
    anyhow::bail!("Tab does not lead to “{words}”")
}
