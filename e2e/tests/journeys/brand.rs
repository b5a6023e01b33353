//! The widget has the tenant's branding, in both themes and after a reload.

use anyhow::{Result, ensure};
use reqwest::Method;
use serde_json::json;
use titan_e2e::{Browser, Display, Service, WidgetPage};

/// Too light for text on white, so the light theme darkens it.
const ACCENT: &str = "#ff7a00";

#[tokio::test]
async fn the_widget_has_the_tenants_colours_and_name() -> Result<()> {
    let service = Service::start().await?;
    let tenant = service.tenant();
    let branding = json!({"branding": {"name": "Globe Travel", "colors": {"accent": ACCENT}}});
    tenant
        .call(Method::PATCH, "/api/account", branding)
        .await?
        .success()?;
    let link = tenant.create_widget_session(json!({"mode": "all"})).await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    let page = WidgetPage::in_window(&browser);
    page.wait_started().await?;
    page.wait_text("Link WhatsApp to Globe Travel").await?;
    check_button(&browser, "light", "rgb(189, 90, 0)", "rgb(255, 255, 255)").await?;
    check_button(&browser, "dark", "rgb(255, 122, 0)", "rgb(0, 0, 0)").await?;

    browser.refresh().await?;
    page.wait_started().await?;
    page.wait_text("Link WhatsApp to Globe Travel").await?;
    check_button(&browser, "dark", "rgb(255, 122, 0)", "rgb(0, 0, 0)").await
}

/// Checks the colours of the phone tab's button, as the browser computes them.
async fn check_button(
    browser: &Browser,
    scheme: &'static str,
    background: &str,
    text: &str,
) -> Result<()> {
    browser
        .set_display(Display {
            scheme,
            width: 420,
            height: 720,
        })
        .await?;
    browser.wait_until_still().await?;
    WidgetPage::in_window(browser).open_phone_tab().await?;
    let colors = browser
        .value("(s => [s.backgroundColor, s.color])(getComputedStyle(document.querySelector('.ask .button')))")
        .await?;
    ensure!(colors == json!([background, text]), "{scheme}: {colors}");
    Ok(())
}
