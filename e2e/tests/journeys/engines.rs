//! The same journey in every browser engine: the code is in the first HTML, the footer names the page that embeds the
//! widget, the number is linked, and the console stays empty.

use anyhow::Result;
use serde_json::{Value, json};
use titan_e2e::{Browser, Engine, HostPage, Service, WidgetPage};

const FIRST_STEP: &str = "JSON.parse(document.querySelector('#boot').textContent).view.step";
/// The footer names the company first, and then the page that embeds the widget.
const NAMED_HOST: &str = "document.querySelector('.trust b:nth-of-type(2)')?.textContent ?? null";

#[tokio::test]
async fn chromium_links_a_number_with_an_empty_console() -> Result<()> {
    links_with_an_empty_console(Engine::Chromium).await
}

#[tokio::test]
async fn firefox_links_a_number_with_an_empty_console() -> Result<()> {
    links_with_an_empty_console(Engine::Firefox).await
}

#[tokio::test]
async fn webkit_links_a_number_with_an_empty_console() -> Result<()> {
    links_with_an_empty_console(Engine::WebKit).await
}

async fn links_with_an_empty_console(engine: Engine) -> Result<()> {
    let service = Service::start().await?;
    let browser = Browser::of(engine).await?;
    in_a_frame(&service, &browser).await?;
    in_a_window(&service, &browser).await
}

async fn in_a_frame(service: &Service, browser: &Browser) -> Result<()> {
    let (tenant, ana, host) = (service.tenant(), service.ana(), HostPage::open().await?);
    let origins = json!(["https://first.example", host.origin]);
    let link = tenant
        .create_widget_session(json!({ "allowedOrigins": origins }))
        .await?;
    host.show(browser, &link).await?;
    browser.enter_frame(0).await?;
    browser.record_policy_violations().await?;
    assert_eq!(browser.value(FIRST_STEP).await?, "qr");
    assert_eq!(browser.value(NAMED_HOST).await?, json!(host.origin));

    browser.enter_default_frame().await?;
    ana.scan_screen(browser).await?;
    host.wait_for(browser, 0, "connected").await?;

    tenant.wait_status(&link.session, "CONNECTED").await?;
    browser.enter_frame(0).await?;
    assert_eq!(
        browser
            .console_errors(&service.startup().service_url)
            .await?,
        Vec::<String>::new()
    );
    Ok(())
}

async fn in_a_window(service: &Service, browser: &Browser) -> Result<()> {
    let link = service.tenant().create_widget_session(json!({})).await?;
    browser.open(&link).await?;
    browser.record_policy_violations().await?;
    let widget = WidgetPage::in_window(browser);
    widget.wait_started().await?;
    assert_eq!(browser.value(FIRST_STEP).await?, "qr");
    assert_eq!(
        browser.value(NAMED_HOST).await?,
        Value::Null,
        "nothing embeds it"
    );

    widget.click("Cancel").await?;
    widget.wait_step(&["cancelled"]).await?;

    assert_eq!(
        browser
            .console_errors(&service.startup().service_url)
            .await?,
        Vec::<String>::new()
    );
    Ok(())
}
