//! With the keyboard alone, and with a screen reader.

use anyhow::Result;
use protocol::languages::english;
use serde_json::json;
use thirtyfour::Key;
use titan_e2e::{Browser, Setup, WidgetPage, wait};

/// More than the page has tab stops.
const ENOUGH_TABS: usize = 12;

const VISIBLE_HEADINGS: &str =
    "[...document.querySelectorAll('h1')].filter((one) => one.getClientRects().length).length";
const LIVE_REGIONS: &str =
    "[...document.querySelectorAll('[role=status]')].map((one) => one.textContent).join(' ')";

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
    for (expression, expected) in [
        ("document.documentElement.lang", json!("en")),
        (VISIBLE_HEADINGS, json!(1)),
        (
            "document.querySelector('#qr').getAttribute('role')",
            json!("img"),
        ),
    ] {
        assert_eq!(browser.value(expression).await?, expected, "{expression}");
    }

    ana.scan_screen(&browser).await?;
    widget.wait_step(&["connected"]).await?;

    wait::until("the live region to announce it", || async {
        let text = browser.value(LIVE_REGIONS).await?;
        let text = text.as_str().unwrap_or_default();
        Ok(text.contains(english().connected().title).then_some(()))
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
