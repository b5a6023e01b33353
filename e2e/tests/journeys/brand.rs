//! The widget wears the tenant's look, in both themes, before and after the widget takes over and over a reload.

use anyhow::{Result, ensure};
use reqwest::Method;
use serde_json::json;
use titan_e2e::{Browser, Look, Service, WidgetPage};

/// Too pale to be read on white, so the light theme darkens it.
const ACCENT: &str = "#ff7a00";

#[tokio::test]
async fn the_widget_wears_the_tenants_colours_and_name() -> Result<()> {
    let service = Service::start().await?;
    let tenant = service.tenant();
    let look = json!({"branding": {"name": "Globe Travel", "colors": {"accent": ACCENT}}});
    tenant
        .call(Method::PATCH, "/api/account", look)
        .await?
        .success()?;
    let link = tenant.create_widget_session(json!({"mode": "all"})).await?;
    let browser = Browser::chromium().await?;
    browser.goto(link.url.as_str()).await?;
    let page = WidgetPage::in_window(&browser);
    page.wait_alive().await?;
    page.wait_text("Link WhatsApp to Globe Travel").await?;
    wears(&browser, "light", "rgb(189, 90, 0)", "rgb(255, 255, 255)").await?;
    wears(&browser, "dark", "rgb(255, 122, 0)", "rgb(0, 0, 0)").await?;

    browser.refresh().await?;
    page.wait_alive().await?;
    page.wait_text("Link WhatsApp to Globe Travel").await?;
    wears(&browser, "dark", "rgb(255, 122, 0)", "rgb(0, 0, 0)").await
}

/// The colours of the one button of the phone tab, as the browser paints them.
async fn wears(browser: &Browser, scheme: &'static str, ground: &str, text: &str) -> Result<()> {
    browser
        .look(Look {
            scheme,
            width: 420,
            height: 720,
        })
        .await?;
    browser.settle().await?;
    WidgetPage::in_window(browser).open_phone_tab().await?;
    let painted = browser
        .value("(s => [s.backgroundColor, s.color])(getComputedStyle(document.querySelector('.ask .button')))")
        .await?;
    ensure!(painted == json!([ground, text]), "{scheme}: {painted}");
    Ok(())
}
