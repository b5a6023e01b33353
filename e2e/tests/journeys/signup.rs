//! Connecting a number through Meta's window, in a frame and at top level.

use anyhow::Result;
use protocol::languages::english;
use serde_json::{Value, json};
use thirtyfour::By;
use titan_e2e::{Browser, Engine, HostPage, Meta, Service, WidgetPage, wait};

/// A business and a number for the dialogs, which choose it by themselves.
pub async fn with_business(service: &Service, scenario: Value) -> Result<Meta> {
    let meta = Meta::of(service);
    meta.add_business("+5511912340077").await?;
    let mut dialog = json!({"times": 9, "auto": {"number": "5511912340077"}});
    for (name, value) in scenario.as_object().into_iter().flatten() {
        dialog[name] = value.clone();
    }
    meta.call("dialogs", dialog).await?;
    Ok(meta)
}

pub async fn start_signup(browser: &Browser) -> Result<()> {
    let widget = WidgetPage::in_window(browser);
    widget.wait_started().await?;
    widget.click(english().tab_cloud()).await?;
    widget.click(english().cloud_start().next).await
}

async fn signs_up_in_a_frame(engine: Engine, scenario: Value) -> Result<()> {
    let (service, host) = (Service::start().await?, HostPage::open().await?);
    with_business(&service, scenario).await?;
    let tenant = service.tenant();
    let link = tenant.create_widget_session_for(&host.origin).await?;
    let browser = Browser::of(engine).await?;
    host.show(&browser, &link).await?;
    browser.enter_frame(0).await?;

    start_signup(&browser).await?;

    let session = tenant.wait_status(&link.session, "CONNECTED").await?;
    assert_eq!(session["method"], "cloud-api", "{session}");
    WidgetPage::in_window(&browser)
        .wait_step(&["connected"])
        .await?;
    browser.enter_default_frame().await?;
    let message = host.wait_for(&browser, 0, "connected").await?;
    assert_eq!(message.data["method"], "cloud-api", "{}", message.data);
    assert_eq!(message.data["phoneNumber"], "+5511912340077");
    assert_eq!(host.successes(&browser).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn chromium_signs_up_in_a_frame() -> Result<()> {
    signs_up_in_a_frame(Engine::Chromium, json!({})).await
}

#[tokio::test]
async fn firefox_signs_up_in_a_frame() -> Result<()> {
    signs_up_in_a_frame(Engine::Firefox, json!({})).await
}

#[tokio::test]
async fn the_code_may_come_before_the_report_or_alone() -> Result<()> {
    for order in ["codeFirst", "codeOnly"] {
        signs_up_in_a_frame(Engine::Chromium, json!({"order": order})).await?;
    }
    Ok(())
}

async fn signs_up_at_top_level(engine: Engine) -> Result<()> {
    let service = Service::start().await?;
    with_business(&service, json!({})).await?;
    let tenant = service.tenant();
    let link = tenant
        .create_widget_session(json!({"mode": "cloud-api"}))
        .await?;
    let browser = Browser::of(engine).await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;

    widget.click(english().cloud_start().next).await?;

    widget.wait_step(&["connected"]).await?;
    tenant
        .wait_status(&link.session, "CONNECTED")
        .await
        .map(drop)
}

#[tokio::test]
async fn chromium_signs_up_at_top_level() -> Result<()> {
    signs_up_at_top_level(Engine::Chromium).await
}

#[tokio::test]
async fn firefox_signs_up_at_top_level() -> Result<()> {
    signs_up_at_top_level(Engine::Firefox).await
}

#[tokio::test]
async fn who_leaves_metas_window_can_start_again() -> Result<()> {
    let service = Service::start().await?;
    let meta = Meta::of(&service);
    meta.add_business("+5511912340077").await?;
    meta.call(
        "dialogs",
        json!({"auto": {"finish": "CANCEL", "step": "PHONE_NUMBER_SETUP"}}),
    )
    .await?;
    meta.call("dialogs", json!({"auto": {"number": "5511912340077"}}))
        .await?;
    let tenant = service.tenant();
    let link = tenant
        .create_widget_session(json!({"mode": "cloud-api"}))
        .await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;

    widget.click(english().cloud_start().next).await?;
    widget.wait_text(english().cloud_left()).await?;
    widget.click(english().cloud_start().next).await?;

    tenant
        .wait_status(&link.session, "CONNECTED")
        .await
        .map(drop)
}

/// The browser opens no window for the frame. The same page in a tab of its own does, and the frame shows the result.
async fn goes_on_where_windows_are_blocked(engine: Engine) -> Result<()> {
    let (service, host) = (Service::start().await?, HostPage::open().await?);
    with_business(&service, json!({})).await?;
    let tenant = service.tenant();
    let link = tenant.create_widget_session_for(&host.origin).await?;
    let browser = Browser::of(engine).await?;
    host.show(&browser, &link).await?;
    browser.enter_frame(0).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;
    browser.value("window.open = () => null").await?;

    start_signup(&browser).await?;
    goes_on_in_a_new_tab(&browser, &widget).await?;

    let message = host.wait_for(&browser, 0, "connected").await?;
    assert_eq!(message.data["method"], "cloud-api", "{}", message.data);
    tenant
        .wait_status(&link.session, "CONNECTED")
        .await
        .map(drop)
}

#[tokio::test]
async fn chromium_goes_on_in_a_new_tab_where_windows_are_blocked() -> Result<()> {
    goes_on_where_windows_are_blocked(Engine::Chromium).await
}

#[tokio::test]
async fn firefox_goes_on_in_a_new_tab_where_windows_are_blocked() -> Result<()> {
    goes_on_where_windows_are_blocked(Engine::Firefox).await
}

/// From the frame whose window was blocked to the result in a tab of its own, and back to the first window.
pub async fn goes_on_in_a_new_tab(browser: &Browser, widget: &WidgetPage<'_>) -> Result<()> {
    widget.wait_text(english().cloud_blocked().title).await?;
    let before = browser.windows().await?;
    let first = browser.window().await?;
    let link = By::LinkText(english().cloud_new_tab());
    browser.find(link).await?.click().await?;
    let tab = wait::until("a new tab", || async {
        let windows = browser.windows().await?;
        Ok(windows.into_iter().find(|it| !before.contains(it)))
    })
    .await?;
    browser.switch_to_window(tab).await?;
    let opened = WidgetPage::in_window(browser);
    opened.wait_started().await?;
    assert!(!opened.wait_clean_address().await?.contains("eyJ"));
    opened.click(english().cloud_start().next).await?;
    opened.wait_text(english().cloud_close_tab()).await?;
    browser.switch_to_window(first).await?;
    Ok(())
}
