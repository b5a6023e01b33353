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

/// Every picture is this one: a transparent point.
const EVERY_PICTURE_LOADS: &str = "Object.defineProperty(HTMLImageElement.prototype, 'src', {
  set() {
    this.setAttribute('src', 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7');
  },
})";

#[tokio::test]
async fn a_logo_that_cannot_be_loaded_leaves_the_initial() -> Result<()> {
    let service = Service::start().await?;
    let tenant = service.tenant();
    // Nobody listens on the port for discarded data.
    let branding =
        json!({"branding": {"name": "Globe", "logoUrl": "https://127.0.0.1:9/logo.png"}});
    let set = tenant.call(Method::PATCH, "/api/account", branding).await?;
    set.success()?;
    let browser = Browser::chromium().await?;
    ensure!(
        shows_initial(&service, &browser).await?,
        "no logo was loaded"
    );
    browser.run_before_pages(EVERY_PICTURE_LOADS).await?;
    ensure!(
        !shows_initial(&service, &browser).await?,
        "the logo is there"
    );
    Ok(())
}

/// Whether the initial is shown, and not the logo, once all pictures are loaded or lost.
async fn shows_initial(service: &Service, browser: &Browser) -> Result<bool> {
    let link = service.tenant().create_widget_session(json!({})).await?;
    browser.open(&link).await?;
    WidgetPage::in_window(browser).wait_started().await?;
    let style = "(s => [s.color !== 'rgba(0, 0, 0, 0)', s.backgroundImage === 'none'])\
        (getComputedStyle(document.querySelector('.initial')))";
    let shown = browser.value(style).await?;
    ensure!(
        shown == json!([true, true]) || shown == json!([false, false]),
        "half of each: {shown}"
    );
    Ok(shown == json!([true, true]))
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
