//! With the keyboard alone, and with a screen reader.

mod dialog;
mod focus;
mod stops;
mod tabs;
mod ways;

use anyhow::{Context, Result};
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

    wait_said(&browser, english().connected().title).await
}

/// Waits until a live region says this.
async fn wait_said(browser: &Browser, words: &str) -> Result<()> {
    wait::until(&format!("a live region to say “{words}”"), || async {
        let text = browser.value(LIVE_REGIONS).await?;
        Ok(text
            .as_str()
            .unwrap_or_default()
            .contains(words)
            .then_some(()))
    })
    .await
}

/// Presses Tab until the element with these words has the focus.
async fn tab_to(browser: &Browser, words: &str) -> Result<()> {
    let found = format!(
        "document.activeElement?.textContent.trim() === {}",
        json!(words)
    );
    tab_until(browser, &found).await
}

/// Presses Tab until the element with this selector has the focus.
async fn tab_to_element(browser: &Browser, css: &str) -> Result<()> {
    tab_until(browser, &has_focus(css)).await
}

async fn tab_until(browser: &Browser, found: &str) -> Result<()> {
    for _ in 0..ENOUGH_TABS {
        if browser.value(found).await? == json!(true) {
            return Ok(());
        }
        browser.press_key(Key::Tab).await?;
    }
    anyhow::bail!("Tab does not lead to {found}")
}

async fn tab_back(browser: &Browser) -> Result<()> {
    let keys = browser.action_chain().key_down(Key::Shift);
    Ok(keys
        .send_keys(Key::Tab)
        .key_up(Key::Shift)
        .perform()
        .await?)
}

async fn type_text(browser: &Browser, text: &str) -> Result<()> {
    Ok(browser.action_chain().send_keys(text).perform().await?)
}

/// Waits until the element with this selector has the focus.
async fn wait_focus(browser: &Browser, css: &str) -> Result<()> {
    let found = wait::until(&format!("the focus on {css}"), || async {
        Ok((browser.value(&has_focus(css)).await? == json!(true)).then_some(()))
    })
    .await;
    let now = browser
        .value("document.activeElement?.outerHTML.slice(0, 200)")
        .await?;
    found.with_context(|| format!("it is on {now}"))
}

fn has_focus(css: &str) -> String {
    format!("document.activeElement?.matches({}) === true", json!(css))
}
