//! Each way to link, from the first key to the last.

use anyhow::Result;
use protocol::languages::english;
use serde_json::json;
use thirtyfour::Key;
use titan_e2e::{Browser, Engine, Service, WidgetPage};

use super::{tab_back, tab_to, tab_to_element, type_text, wait_focus, wait_said};
use crate::signup::with_business;

async fn open(service: &Service) -> Result<(Browser, String)> {
    let link = service.tenant().create_widget_session(json!({})).await?;
    // The headless shell has no clipboard.
    let browser = Browser::of(Engine::Chromium).await?;
    browser.open(&link).await?;
    WidgetPage::in_window(&browser).wait_started().await?;
    tab_to_element(&browser, "#tab-qr").await?;
    Ok((browser, link.session))
}

#[tokio::test]
async fn a_code_for_a_number_is_requested_copied_and_typed() -> Result<()> {
    let service = Service::start().await?;
    let (browser, _) = open(&service).await?;
    let widget = WidgetPage::in_window(&browser);
    browser.press_key(Key::Right).await?;
    wait_focus(&browser, "#tab-pairing").await?;

    pick_brazil(&browser).await?;
    // Too short: the field keeps the focus and names the sentence.
    type_text(&browser, "1199").await?;
    browser.press_key(Key::Enter).await?;
    let sentence = english().number_error("invalid_phone_number", "too_short");
    widget.wait_text(sentence).await?;
    wait_focus(&browser, "#number[aria-invalid=true]").await?;
    let described = "document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent";
    assert_eq!(browser.value(described).await?, sentence);
    type_text(&browser, "9990001").await?;
    browser.press_key(Key::Enter).await?;

    let code = widget.phone_code().await?;
    wait_focus(&browser, "#phone-code").await?;
    wait_said(&browser, english().phone_said_code()).await?;
    browser.press_key(Key::Enter).await?;
    wait_said(&browser, english().phone_copied()).await?;
    service.ana().enter_code(&code).await?;
    widget.wait_step(&["connected"]).await?;
    wait_focus(&browser, ".notice h2").await
}

/// Opens the list of countries, searches, and picks what is found.
async fn pick_brazil(browser: &Browser) -> Result<()> {
    tab_to_element(browser, "#country").await?;
    browser.press_key(Key::Enter).await?;
    wait_focus(browser, "#search").await?;
    browser.press_key(Key::Escape).await?;
    wait_focus(browser, "#country[aria-expanded=false]").await?;
    browser.press_key(Key::Enter).await?;
    wait_focus(browser, "#search").await?;
    type_text(browser, "atlantis").await?;
    let active = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).textContent";
    assert_eq!(
        browser.value(active).await?,
        english().phone_nothing_found()
    );
    for _ in "atlantis".chars() {
        browser.press_key(Key::Backspace).await?;
    }
    type_text(browser, "br").await?;
    // Brazil is the first of them, and the arrow keys come back to it.
    for key in [Key::Down, Key::Up, Key::Enter] {
        browser.press_key(key).await?;
    }
    wait_focus(browser, "#number").await?;
    let country = "document.querySelector('#country').textContent";
    assert_eq!(browser.value(country).await?, "BR +55");
    Ok(())
}

#[tokio::test]
async fn a_pause_leads_to_the_qr_code_and_back_to_the_number() -> Result<()> {
    let service = Service::start().await?;
    let fault = json!({ "throttleCodes": { "times": 1 } });
    service.inject_fault(fault).await?;
    let (browser, _) = open(&service).await?;
    let widget = WidgetPage::in_window(&browser);
    browser.press_key(Key::Right).await?;
    tab_to_element(&browser, "#number").await?;
    type_text(&browser, "+5511999990001").await?;
    browser.press_key(Key::Enter).await?;
    widget
        .wait_text(english().failure("throttled").title)
        .await?;
    wait_focus(&browser, ".pause .button").await?;
    browser.press_key(Key::Enter).await?;
    wait_focus(&browser, "#tab-qr").await?;
    browser.press_key(Key::Right).await?;
    wait_focus(&browser, "#tab-pairing").await?;
    tab_to_element(&browser, ".pause .plain").await?;
    browser.press_key(Key::Enter).await?;
    wait_focus(&browser, "#number").await
}

#[tokio::test]
async fn a_number_is_changed() -> Result<()> {
    let service = Service::start().await?;
    let (browser, _) = open(&service).await?;
    browser.press_key(Key::Right).await?;
    tab_to_element(&browser, "#number").await?;
    type_text(&browser, "+5511999990001").await?;
    browser.press_key(Key::Enter).await?;
    WidgetPage::in_window(&browser).phone_code().await?;
    wait_focus(&browser, "#phone-code").await?;
    tab_back(&browser).await?;
    wait_focus(&browser, ".for .plain").await?;
    browser.press_key(Key::Enter).await?;
    wait_focus(&browser, "#number").await
}

#[tokio::test]
async fn a_number_is_connected_through_metas_window() -> Result<()> {
    let service = Service::start().await?;
    with_business(&service, json!({})).await?;
    let (browser, session) = open(&service).await?;
    browser.press_key(Key::End).await?;
    wait_focus(&browser, "#tab-cloud-api").await?;
    tab_to(&browser, english().cloud_start().next).await?;
    WidgetPage::in_window(&browser)
        .wait_enabled(".signup .button")
        .await?;

    browser.press_key(Key::Enter).await?;

    WidgetPage::in_window(&browser)
        .wait_step(&["connected"])
        .await?;
    let session = service.tenant().wait_status(&session, "CONNECTED").await?;
    assert_eq!(session["method"], "cloud-api");
    Ok(())
}

#[tokio::test]
async fn a_person_cancels() -> Result<()> {
    let service = Service::start().await?;
    let (browser, _) = open(&service).await?;
    tab_to(&browser, english().cancel()).await?;
    browser.press_key(Key::Enter).await?;
    WidgetPage::in_window(&browser)
        .wait_step(&["cancelled"])
        .await?;
    // The button is gone.
    wait_focus(&browser, ".notice h2").await?;
    wait_said(&browser, english().cancelled().title).await
}
