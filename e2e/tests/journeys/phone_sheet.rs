//! Every state of the phone number's tab, for the contact sheet.

use anyhow::Result;
use protocol::languages::english;
use serde_json::json;
use thirtyfour::By;
use titan_e2e::contact_sheet::ContactSheet;
use titan_e2e::{Browser, Service, WidgetPage};

#[tokio::test]
async fn every_state_of_the_phone_tab_is_on_the_sheet() -> Result<()> {
    let mut sheet = ContactSheet::of_tab("phone")?;
    let service = Service::start().await?;
    let browser = open_phone_tab(&service).await?;
    let widget = WidgetPage::in_window(&browser);
    sheet.add(sheet.photograph("number", &browser).await?);

    browser.find(By::Css("#country")).await?.click().await?;
    let search = browser.find(By::Css("#search")).await?;
    search.send_keys("bra").await?;
    widget.wait_text("Brazil").await?;
    sheet.add(sheet.photograph("countries", &browser).await?);
    search.send_keys("\u{e007}").await?;

    widget.request_code("11 91").await?;
    widget
        .wait_text(english().number_error("invalid_phone_number", "too_short"))
        .await?;
    sheet.add(sheet.photograph("trouble", &browser).await?);

    widget.request_code("11 99999-0001").await?;
    widget.phone_code().await?;
    sheet.add(sheet.photograph("code", &browser).await?);

    let browser = expired_code(&service).await?;
    sheet.add(sheet.photograph("code-over", &browser).await?);
    sheet.finish()?;
    Ok(())
}

/// A window with the tab open.
async fn open_phone_tab(service: &Service) -> Result<Browser> {
    let link = service.tenant().create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    WidgetPage::in_window(&browser).open_phone_tab().await?;
    Ok(browser)
}

/// A window whose code has expired. The view is faked: on a fast clock the link would expire soon after.
async fn expired_code(service: &Service) -> Result<Browser> {
    let link = service.tenant().create_widget_session(json!({})).await?;
    let number = service.ana().number;
    let code =
        json!({ "code": "ABCD-EFGH", "phoneNumber": number, "remainingMs": 1, "lastsMs": 180_000 });
    let browser = Browser::chromium().await?;
    browser
        .fake_view(json!({ "seq": 9, "step": "preparing", "phoneCode": code }))
        .await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;
    widget.click(english().tab_phone()).await?;
    widget.wait_text(english().phone_over()).await?;
    widget.button(english().phone_new_code()).await?;
    Ok(browser)
}
