//! On the phone itself, and from a computer to the phone.

use anyhow::{Context, Result};
use protocol::languages::english;
use serde_json::json;
use thirtyfour::By;
use titan_e2e::{Browser, Service, WidgetPage, wait};

const ANDROID: &str = "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 \
    (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36";

/// A browser that says it runs on a phone.
async fn phone() -> Result<Browser> {
    let browser = Browser::chromium().await?;
    let cdp = browser.cdp();
    cdp.send_raw(
        "Emulation.setUserAgentOverride",
        json!({ "userAgent": ANDROID }),
    )
    .await?;
    Ok(browser)
}

#[tokio::test]
async fn a_phone_gets_a_code_to_type_first_and_opens_whatsapp() -> Result<()> {
    let service = Service::start().await?;
    let link = service.tenant().create_widget_session(json!({})).await?;
    let browser = phone().await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;
    widget.button(english().phone_get_code()).await?;
    let moves = browser.find(By::Css(".to-phone")).await?;
    assert!(!moves.is_displayed().await?, "the person is on the phone");

    widget.request_code(&service.ana().number).await?;
    widget.phone_code().await?;
    let open = browser
        .find(By::LinkText(english().open_whatsapp()))
        .await?;
    let address = open.attr("href").await?.context("it leads somewhere")?;
    assert_eq!(address, "https://wa.me/settings/linked_devices");
    assert_eq!(open.attr("target").await?.as_deref(), Some("_blank"));
    Ok(())
}

#[tokio::test]
async fn a_link_goes_on_on_the_phone_and_the_computer_shows_the_result() -> Result<()> {
    let service = Service::start().await?;
    let (tenant, ana) = (service.tenant(), service.ana());
    let link = tenant.create_widget_session(json!({})).await?;
    let computer = Browser::chromium().await?;
    computer.open(&link).await?;
    let widget = WidgetPage::in_window(&computer);
    widget.wait_started().await?;
    widget.click(english().move_to_phone().next).await?;
    widget.wait_text(english().move_to_phone().why).await?;
    let shown = computer.find(By::Css(".move .paper")).await?;
    let address = computer.read_qr_in(&shown).await?;
    assert!(
        !address.contains("wa.me"),
        "WhatsApp's scanner must not take it"
    );

    let phone = phone().await?;
    phone.goto(&address).await?;
    let on_phone = WidgetPage::in_window(&phone);
    on_phone.wait_started().await?;
    on_phone.request_code(&ana.number).await?;
    ana.enter_code(&on_phone.phone_code().await?).await?;

    on_phone.wait_step(&["connected"]).await?;
    widget.wait_step(&["connected"]).await?;
    assert!(!shown.is_displayed().await?, "the result takes its place");
    tenant.wait_status(&link.session, "CONNECTED").await?;
    Ok(())
}

#[tokio::test]
async fn the_person_comes_back_from_the_code_for_the_phone() -> Result<()> {
    let service = Service::start().await?;
    let link = service.tenant().create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;
    widget.click(english().move_to_phone().next).await?;
    widget.click(english().move_back()).await?;
    let focused = "document.activeElement.textContent.trim()";
    wait::until("the focus to come back", || async {
        let is_back = browser.value(focused).await? == english().move_to_phone().next;
        Ok(is_back.then_some(()))
    })
    .await?;
    browser.read_qr().await?;
    Ok(())
}
