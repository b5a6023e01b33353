//! Every state of the phone number's tab, photographed for the contact sheet.

use anyhow::Result;
use protocol::words::words;
use serde_json::json;
use thirtyfour::By;
use titan_e2e::contact_sheet::ContactSheet;
use titan_e2e::{Browser, Service, WidgetPage};

#[tokio::test]
async fn every_state_of_the_phone_tab_is_on_the_sheet() -> Result<()> {
    let mut sheet = ContactSheet::of_tab("phone")?;
    let service = Service::start().await?;
    let browser = desk(&service).await?;
    let widget = WidgetPage::in_window(&browser);
    sheet.lay(sheet.photograph("number", &browser).await?);

    browser.find(By::Css("#country")).await?.click().await?;
    let search = browser.find(By::Css("#search")).await?;
    search.send_keys("bra").await?;
    widget.wait_text("Brazil").await?;
    sheet.lay(sheet.photograph("countries", &browser).await?);
    search.send_keys("\u{e007}").await?;

    widget.ask_code("11 91").await?;
    widget.wait_text(words("en").phone.too_short).await?;
    sheet.lay(sheet.photograph("trouble", &browser).await?);

    widget.ask_code("11 99999-0001").await?;
    widget.phone_code().await?;
    sheet.lay(sheet.photograph("code", &browser).await?);

    let browser = code_over(&service).await?;
    sheet.lay(sheet.photograph("code-over", &browser).await?);
    sheet.finish()?;
    Ok(())
}

/// A window with the tab open.
async fn desk(service: &Service) -> Result<Browser> {
    let link = service.tenant().create_widget_session(json!({})).await?;
    let browser = Browser::chromium().await?;
    browser.goto(link.url.as_str()).await?;
    WidgetPage::in_window(&browser).open_phone_tab().await?;
    Ok(browser)
}

/// A window whose code has run out. Told rather than waited for: on a fast clock the link times out soon after.
async fn code_over(service: &Service) -> Result<Browser> {
    let link = service.tenant().create_widget_session(json!({})).await?;
    let code = json!({ "code": "ABCD-EFGH", "phoneNumber": service.ana().number, "remainingMs": 1, "lastsMs": 180_000 });
    let browser = Browser::chromium().await?;
    browser
        .pretend_view(json!({ "seq": 9, "step": "preparing", "phoneCode": code }))
        .await?;
    browser.goto(link.url.as_str()).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_alive().await?;
    widget.button(words("en").tab_phone).await?.click().await?;
    widget.wait_text(words("en").phone.over).await?;
    widget.button(words("en").phone.new_code).await?;
    Ok(browser)
}
