//! Meta's window, used by a person step by step, and what happens around it.

use anyhow::Result;
use protocol::languages::english;
use serde_json::{Value, json};
use thirtyfour::By;
use titan_e2e::meta_window::STEPS;
use titan_e2e::{Browser, Engine, HostPage, Meta, MetaWindow, Service, Setup, WidgetPage};

use super::signup::{start_signup, with_business};

/// A number that nobody has at Meta.
const NEW: &str = "+5511912340088";

#[tokio::test]
async fn a_person_adds_a_number_and_may_close_the_window_at_every_step() -> Result<()> {
    let service = Service::start().await?;
    let tenant = service.tenant();
    let fields = json!({"mode": "cloud-api"});
    let link = tenant.create_widget_session(fields).await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;

    for (step, last_digit) in STEPS.into_iter().zip(0..) {
        widget.click(english().cloud_start().next).await?;
        let window = MetaWindow::wait(&browser).await?;
        window
            .walk_to(step, &format!("+551191234008{last_digit}"))
            .await?;
        window.close().await?;
        widget.wait_text(english().cloud_closed()).await?;
    }
    widget.click(english().cloud_start().next).await?;
    let window = MetaWindow::wait(&browser).await?;
    window.walk_to("permissions", NEW).await?;
    window.finish().await?;

    let session = tenant.wait_status(&link.session, "CONNECTED").await?;
    assert_eq!(session["phoneNumber"], NEW, "{session}");
    widget.wait_step(&["connected"]).await.map(drop)
}

/// Of a window that is opened twice, the second one counts.
#[tokio::test]
async fn who_starts_again_while_the_window_is_open_has_one_window() -> Result<()> {
    let service = Service::start().await?;
    let tenant = service.tenant();
    let fields = json!({"mode": "cloud-api"});
    let link = tenant.create_widget_session(fields).await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;
    let page = browser.window().await?;
    widget.click(english().cloud_start().next).await?;
    MetaWindow::wait(&browser).await?;
    browser.switch_to_window(page).await?;

    widget.click(english().cloud_waiting().next).await?;
    widget.click(english().cloud_start().next).await?;
    let window = MetaWindow::wait(&browser).await?;
    window.walk_to("permissions", NEW).await?;
    window.finish().await?;

    widget.wait_step(&["connected"]).await?;
    assert_eq!(browser.windows().await?.len(), 1);
    Ok(())
}

/// The code waits in the page, and is sent when the service is there again.
#[tokio::test]
async fn a_code_that_comes_while_the_service_is_down_is_sent_later() -> Result<()> {
    let network = Service::start().await?;
    let mut service = Setup::default()
        .on_network_of(&network)
        .await?
        .start()
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
    let window = MetaWindow::wait(&browser).await?;
    window.walk_to("permissions", NEW).await?;

    service.kill().await?;
    window.finish().await?;
    widget.wait_offline().await?;
    service.start_again().await?;

    tenant.wait_status(&link.session, "CONNECTED").await?;
    widget.wait_step(&["connected"]).await.map(drop)
}

/// What was granted is the service's from then on; the page may be loaded again, or opened somewhere else.
#[tokio::test]
async fn a_page_that_is_reloaded_asks_the_same_question() -> Result<()> {
    let service = Service::start().await?;
    // It has two numbers.
    let dialog = json!({"auto": {"business": "Padaria Azul"}, "order": "codeOnly"});
    Meta::of(&service).call("dialogs", dialog).await?;
    let tenant = service.tenant();
    let link = tenant
        .create_widget_session(json!({"mode": "cloud-api"}))
        .await?;
    let browser = Browser::chromium().await?;
    browser.open(&link).await?;
    let widget = WidgetPage::in_window(&browser);
    widget.wait_started().await?;
    widget.click(english().cloud_start().next).await?;
    widget.wait_text(english().cloud_choosing().title).await?;

    browser.refresh().await?;
    widget.wait_text(english().cloud_choosing().title).await?;
    browser.find(By::Css("#choice-1")).await?.click().await?;

    let session = tenant.wait_status(&link.session, "CONNECTED").await?;
    assert_eq!(session["phoneNumber"], "+5511930000002", "{session}");
    widget.wait_step(&["connected"]).await.map(drop)
}

/// Two customers' links on one page, each with an app of its own.
#[tokio::test]
async fn two_widgets_with_two_apps_do_not_hear_each_other() -> Result<()> {
    let (service, host) = (Service::start().await?, HostPage::open().await?);
    let meta = with_business(&service, json!({})).await?;
    meta.add_business("+5511912340078").await?;
    let secret = "0123456789abcdef0123456789abcdef";
    let app =
        json!({"appId": "300000000000003", "configId": "400000000000004", "appSecret": secret});
    meta.call("apps", app.clone()).await?;
    let tenant = service.tenant();
    let mut fields = json!({"mode": "cloud-api", "allowedOrigins": [host.origin]});
    let first = tenant.create_widget_session(fields.clone()).await?;
    fields["metaApp"] = app;
    let second = tenant.create_widget_session(fields).await?;
    let browser = Browser::chromium().await?;
    browser.goto(host.embed(&[&first.url, &second.url])).await?;
    for frame in 0..2 {
        host.wait_for(&browser, frame, "ready").await?;
    }

    browser.enter_frame(1).await?;
    WidgetPage::in_window(&browser)
        .click(english().cloud_start().next)
        .await?;
    browser.enter_default_frame().await?;
    let message = host.wait_for(&browser, 1, "connected").await?;
    assert_eq!(message.data["phoneNumber"], "+5511912340077");
    let untouched = tenant.session(&first.session).await?;
    assert_eq!(untouched["method"], Value::Null, "{untouched}");

    let scenario = json!({"auto": {"number": "5511912340078"}});
    service_dialog(&meta, scenario).await?;
    browser.enter_frame(0).await?;
    WidgetPage::in_window(&browser)
        .click(english().cloud_start().next)
        .await?;
    browser.enter_default_frame().await?;
    let message = host.wait_for(&browser, 0, "connected").await?;
    assert_eq!(message.data["phoneNumber"], "+5511912340078");
    Ok(())
}

/// Replaces how the next dialog behaves.
async fn service_dialog(meta: &Meta, scenario: Value) -> Result<()> {
    meta.delete("dialogs").await?;
    meta.call("dialogs", scenario).await.map(drop)
}

/// Like a page with the header of `crossOriginIsolated` sites: the browser opens the window without its opener.
async fn goes_on_under_an_isolated_host(engine: Engine) -> Result<()> {
    let (service, host) = (Service::start().await?, HostPage::open().await?);
    host.set_opener_policy("same-origin");
    with_business(&service, json!({})).await?;
    let tenant = service.tenant();
    let link = tenant.create_widget_session_for(&host.origin).await?;
    let browser = Browser::of(engine).await?;
    host.show(&browser, &link).await?;
    browser.enter_frame(0).await?;
    start_signup(&browser).await?;
    let widget = WidgetPage::in_window(&browser);

    super::signup::goes_on_in_a_new_tab(&browser, &widget).await?;

    let message = host.wait_for(&browser, 0, "connected").await?;
    assert_eq!(message.data["method"], "cloud-api", "{}", message.data);
    Ok(())
}

#[tokio::test]
async fn chromium_goes_on_in_a_new_tab_under_an_isolated_host() -> Result<()> {
    goes_on_under_an_isolated_host(Engine::Chromium).await
}

#[tokio::test]
async fn firefox_goes_on_in_a_new_tab_under_an_isolated_host() -> Result<()> {
    goes_on_under_an_isolated_host(Engine::Firefox).await
}

#[tokio::test]
async fn a_host_page_that_allows_popups_needs_no_new_tab() -> Result<()> {
    let (service, host) = (Service::start().await?, HostPage::open().await?);
    host.set_opener_policy("same-origin-allow-popups");
    with_business(&service, json!({})).await?;
    let link = service
        .tenant()
        .create_widget_session_for(&host.origin)
        .await?;
    let browser = Browser::chromium().await?;
    host.show(&browser, &link).await?;
    browser.enter_frame(0).await?;
    start_signup(&browser).await?;
    browser.enter_default_frame().await?;
    host.wait_for(&browser, 0, "connected").await.map(drop)
}
