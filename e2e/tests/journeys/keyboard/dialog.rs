//! The loader's dialog keeps the focus while it is open, and gives it back.

use anyhow::Result;
use serde_json::json;
use thirtyfour::Key;
use titan_e2e::{Browser, HostPage, Service, wait};

use super::{ENOUGH_TABS, tab_back, tab_to_element, wait_focus};

#[tokio::test]
async fn the_focus_goes_into_the_dialog_stays_and_comes_back() -> Result<()> {
    let (service, host) = (Service::start().await?, HostPage::open().await?);
    let tenant = service.tenant();
    let link = tenant.create_widget_session_for(&host.origin).await?;
    let browser = Browser::chromium().await?;
    let loader = service.url("/widget/loader.js");
    let body = format!(
        "<script src=\"{loader}\"></script><input><button id=connect>Connect</button><input>\
         <script>connect.onclick = () => TitanWidget.open({{ url: '{}' }})</script>",
        link.url
    );
    browser.goto(host.page("", &body)).await?;
    tab_to_element(&browser, "#connect").await?;
    browser.press_key(Key::Enter).await?;
    host.wait_for(&browser, 0, "ready").await?;
    wait_focus(&browser, "dialog button").await?;

    let mut was_in_frame = false;
    for _ in 0..ENOUGH_TABS {
        browser.press_key(Key::Tab).await?;
        let place = browser.value(PLACE).await?;
        assert_ne!(place, "behind", "the focus leaves the dialog");
        was_in_frame |= place == "frame";
    }
    assert!(was_in_frame, "the focus does not reach the widget");

    back_to_the_close_button(&browser).await?;
    browser.press_key(Key::Enter).await?;
    wait::until("the dialog to close", || async {
        let is_open = browser.value("!!document.querySelector('dialog')").await?;
        Ok((is_open == json!(false)).then_some(()))
    })
    .await?;
    wait_focus(&browser, "#connect").await
}

async fn back_to_the_close_button(browser: &Browser) -> Result<()> {
    for _ in 0..ENOUGH_TABS {
        if browser.value(PLACE).await? == "button" {
            return Ok(());
        }
        tab_back(browser).await?;
    }
    anyhow::bail!("Shift and Tab do not lead to the close button")
}

/// Where the focus is. On the body, it is in the browser's own bars.
const PLACE: &str = "(() => {
  const one = document.activeElement;
  if (one.matches('dialog iframe')) return 'frame';
  if (one.matches('dialog button')) return 'button';
  return one.matches('body, dialog') ? 'browser' : 'behind';
})()";
